# まず一歩. Each target works from nothing, alone, in any order, and again.
#   make chat     サーバーを動かす（http://127.0.0.1:7860）    make test     すべてのテスト
#   make setup    準備だけ行う    make format   書式を整える    make clean    .venv と作業ファイルを消す
#   make prove    負荷・故障・攻撃・外との通信を、時間をかけて試す（30分ほど）    make audit    部品に知られた弱点がないか照らす
#   make kit OS=windows    ネットワークのないパソコンへ持っていく zip を dist/ に作る（linux、macos も）
#   make kit-proof          zip を3つとも作り、Linux のものをネットワークなしで使ってみる
# PYTHON       the Python (3.11 or newer) that .venv is made from, e.g. make chat PYTHON=python3.12
# TORCH_INDEX  where Linux finds the CPU build of torch; the ordinary build there needs several GB of CUDA
# TORCH        another build of torch, e.g. make chat TORCH=torch==2.13.0
# OS           what a kit is made for: linux, windows or macos; PYTHON=3.12 there is the Python it will find
# LOCK         more options for `make lock`

PYTHON ?= python3
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
LOCK ?=
OS ?= linux

# A number alone is the Python of a kit, not the one that .venv is made from.
KIT_PYTHON := $(or $(filter 3.%,$(PYTHON)),3.11)
ifneq ($(filter 3.%,$(PYTHON)),)
override PYTHON := python3
endif

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := .venv/installed
TORCH_VERSION := $(shell sed -n 's/^torch==\([^ ;]*\).*/\1/p' requirements.lock)
ifeq ($(shell uname -s),Linux)
TORCH ?= torch==$(TORCH_VERSION)+cpu
else
TORCH ?= torch==$(TORCH_VERSION)
endif

.DEFAULT_GOAL := chat
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: chat test prove audit setup format kit kit-proof lock clean

chat: $(INSTALLED)
	@$(BIN)/mazuippo chat

setup: $(INSTALLED)
	@echo '▶ 検索用のモデルと索引を準備します'
	@$(BIN)/mazuippo setup

test: setup
	@echo '▶ テスト用のブラウザと言語モデルを確かめます'
	@$(BIN)/python tests/browser/provision.py
	@$(BIN)/python tests/assistant/writing/provision.py
	@echo '▶ 書き方と型を調べます'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(PIP) check
	@echo '▶ テストを動かします'
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --durations=20

# What takes minutes; alone on the machine, since some of it is timed.
prove: setup
	@$(BIN)/python -m tests.prove.provision
	@echo '▶ 負荷、故障、攻撃、外との通信を試します（30分ほど）'
	@$(BIN)/python -m pytest -m prove --durations=20

# Needs a network. pip-audit stays out of the lock: it is no part of the program.
audit: $(INSTALLED)
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit
	@build/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.lock || \
		{ echo '弱点の一覧に照らせなかったか、見つかりました。上の表示と docs/security.md をご確認ください。' >&2; exit 1; }

format: $(INSTALLED)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# The stamp comes last: an install that was cut short is taken up again. An index that cannot be reached
# costs seconds (pip goes on to the next place), and `+cpu` never matches a CUDA build.
$(INSTALLED): requirements.lock pyproject.toml
	@echo '▶ Python の環境（.venv）を作ります'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 以上が必要です。例: make chat PYTHON=python3.12' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || \
		{ echo '.venv を作れませんでした。Debian・Ubuntu では先に apt-get install python3-venv を実行してください。' >&2; exit 1; }
	@echo '▶ PyTorch（$(TORCH)）を入れます（約 200 MB）'
	@$(PIP) install --no-deps --retries 1 --timeout 15 --extra-index-url '$(TORCH_INDEX)' '$(TORCH)' || \
		{ echo '$(TORCH) が見つかりません。通信を確かめるか、置き場所を TORCH_INDEX=… で指定してください。' >&2; exit 1; }
	@echo '▶ requirements.lock の部品を入れます（数分かかります）'
	@$(PIP) install --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

kit: $(INSTALLED)
	@echo '▶ $(OS)（Python $(KIT_PYTHON)）のための zip を作ります（はじめは数分）'
	@$(BIN)/python -P -m assistant.kit '$(OS)' '$(KIT_PYTHON)' --torch-index '$(TORCH_INDEX)'

# The kits of all three systems, and the Linux one unpacked and used without a network, in a browser.
kit-proof: $(INSTALLED)
	@$(BIN)/python tests/browser/provision.py
	@for system in linux windows macos; do $(MAKE) --no-print-directory kit OS=$$system || exit; done
	@$(BIN)/python -m pytest -m whole_kit --capture=no

# uv reads every system's requirements at once; the GPU parts and the browser's Python are taken out again.
lock:
	@echo '▶ requirements.lock を作り直します'
	@mkdir -p build
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/python -m pip --quiet install uv
	@cp requirements.lock build/requirements.lock
	@printf 'hatchling\neditables\n' | build/uv/bin/uv --quiet pip compile --universal --python-version 3.11 \
		--extra dev --extra bench --no-header --no-annotate $(LOCK) --output-file build/requirements.lock pyproject.toml -
	@{ grep '^#' requirements.lock; grep -Ev "^(nvidia|cuda|triton)|== 'emscripten'" build/requirements.lock; } \
		> build/new.lock
	@mv build/new.lock requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache screenshots
