@echo off
rem Finds the Python that this kit is made for and hands over to it. No brackets: a path may hold some.
setlocal
chcp 932 >nul 2>nul
title まず一歩
set "HERE=%~dp0"
if exist "%HERE%parts\python\python.exe" goto carried
py -@PYTHON@ -I -c "" >nul 2>nul
if not errorlevel 1 goto launcher
python -I -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@PYTHON@'.split('.'))))" >nul 2>nul
if not errorlevel 1 goto path
type "%HERE%parts\no-python.txt"
pause
exit /b 1
:carried
"%HERE%parts\python\python.exe" -I -B "%HERE%parts\start.py" %*
goto end
:launcher
py -@PYTHON@ -I -B "%HERE%parts\start.py" %*
goto end
:path
python -I -B "%HERE%parts\start.py" %*
:end
if errorlevel 1 pause
exit /b
