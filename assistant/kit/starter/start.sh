#!/bin/sh
# Finds the Python that this kit is made for and hands over to it.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
for python in "$here/parts/python/bin/python3" python@PYTHON@ /usr/local/bin/python@PYTHON@ /opt/homebrew/bin/python@PYTHON@ python3; do
    if "$python" -I -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then
        exec "$python" -I -B "$here/parts/start.py" "$@"
    fi
done
cat "$here/parts/no-python.txt"
exit 1
