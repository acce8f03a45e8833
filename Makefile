# `make run` and `make test` do all set-up themselves; the recipes below them are their parts.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# cmake may come from the virtual environment, see `tools`.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1
export PIP_QUIET := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH
RUST_SOURCES := Cargo.toml Cargo.lock $(shell find rust -name fuzz -prune -o \( -name '*.rs' -o -name Cargo.toml \) -print)
SECONDS_PER_TARGET ?= 1
# What loads Electron's binary is run by hand (docs/app.md): nothing here needs it.
export ELECTRON_SKIP_BINARY_DOWNLOAD := 1
APP := python/imageparser/server/static/app/index.html
APP_SOURCES := $(shell find electron/src locales -type f ! -name '*.test.*') $(wildcard electron/*.ts electron/*.json)

.DEFAULT_GOAL := help
.PHONY: help run test build app tools lint fix test-rust test-python test-app test-fuzz test-export tiny-models contract golden bench bench-setup fuzz wheel clean

help:  ## Show the recipes.
	@sed -n 's/^\([a-z-]*\):.*##/\1:/p' Makefile | sed 's/^/  make /'

run: $(VENV)/.run app  ## Index a folder of real pictures, answer three searches, show the app's address.
	@$(BIN)/python scripts/demo.py

test: lint test-rust test-fuzz test-python test-app  ## Everything that CI checks.

build: $(VENV)/.run app  ## Virtual environment, the release build of the native core, the app.

app: $(APP)  ## The app's pages, which `imageparser serve` shows and the wheel carries (wants Node 20).

# Not `npm ci`: it wants an entry for every system's build of each tool, and the lock file knows those that were there.
electron/node_modules/.done: electron/package-lock.json
	@command -v npm >/dev/null || { echo "the app needs Node.js 20.19 or newer (npm): see https://nodejs.org" >&2; exit 1; }
	cd electron && npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(APP): electron/node_modules/.done $(APP_SOURCES)
	cd electron && npm run --silent build -- --logLevel warn

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ImageParser needs Python 3.11 or newer, $(PYTHON) is older: set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "maturin>=1.16,<2"

tools: $(BIN)/python
	@scripts/tools.sh $(BIN)

$(VENV)/.run: $(RUST_SOURCES) pyproject.toml | tools
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --quiet --release --locked
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --quiet --release --locked --extras dev
	@touch $@

lint: $(VENV)/.dev  ## Formatters in check mode, clippy, ruff, mypy, import contracts.
	cargo fmt --all --check
	cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

fix: $(VENV)/.dev  ## Let the formatters and linters mend what they can.
	cargo fmt --all
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test-rust: tools  ## Unit and property tests of the Rust crates.
	cargo test --quiet --locked --workspace --exclude imageparser-py

test-python: $(VENV)/.dev  ## All Python tests: unit, contract, property, integration, golden.
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-app: $(VENV)/.dev app  ## Types, style and tests of the app; its specs in Chromium where that is found.
	cd electron && npm run --silent check && IMAGEPARSER_PYTHON=$(CURDIR)/$(BIN)/python npm run --silent test
	scripts/e2e.sh $(BIN)

EXPORT := build/export

# torch has an environment of its own: it is ten times as large as all the rest.
$(EXPORT)/.done: pyproject.toml | $(VENV)/.dev
	test -x $(EXPORT)/bin/python || $(PYTHON) -m venv $(EXPORT)
	$(BIN)/python scripts/export_environment.py $(EXPORT)
	@touch $@

test-export: $(EXPORT)/.done  ## Tiny checkpoints through export, install, index, find and removal (wants torch: a GB or more).
	PYTHONPATH=$(CURDIR)/python $(EXPORT)/bin/python -m pytest tests/export

tiny-models: $(EXPORT)/.done  ## The tiny models of tests/fixtures/models anew.
	PYTHONPATH=$(CURDIR)/python $(EXPORT)/bin/python scripts/tiny_models.py

contract: $(VENV)/.dev  ## The protocol's schema and types anew, then the tests that walk the tables and the tree.
	$(BIN)/python scripts/contract.py
	$(BIN)/python -m pytest tests/contract

test-fuzz: tools  ## Every fuzz target for a fixed short time.
	scripts/fuzz.sh dev $(SECONDS_PER_TARGET)

fuzz: tools  ## Every fuzz target (or TARGETS='psd_*') for SECONDS each (default one hour).
	scripts/fuzz.sh fuzz $(or $(SECONDS),3600) '$(or $(TARGETS),*)'

golden: $(VENV)/.dev  ## The Photoshop engine's golden numbers beside its peers (wants bench-setup and the corpus).
	@$(BIN)/python bench/golden.py

bench-setup: $(VENV)/.dev  ## The peers, in an environment of their own.
	$(BIN)/python bench/setup_peers.py

bench: $(VENV)/.dev  ## Measure every hot path beside its peers and write bench/REPORT.md.
	$(BIN)/python bench/report.py

wheel: tools app  ## One abi3 wheel into dist/.
	$(BIN)/maturin build --quiet --release --locked --out dist

clean:  ## Remove everything that was built.
	rm -rf target build dist $(VENV) electron/node_modules electron/dist $(dir $(APP))
