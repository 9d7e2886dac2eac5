# A thin cover over `reachable`. Needs python3 (3.11 or newer, with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
PEOPLE ?= 20000
SEED ?= 7
PORT ?= 3000
SERVE ?= yes
CHROMIUM := $(shell command -v chromium 2>/dev/null)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo test install check bench lock clean
.DEFAULT_GOAL := install

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) preflight.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.lock names (a few minutes the first time)"
	@$(PIP_INSTALL) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.browser: .venv/.installed requirements-browser.lock
	@$(PIP_INSTALL) -r requirements-browser.lock
	@touch $@

.venv/.spark: .venv/.installed requirements-spark.lock
	@$(PIP_INSTALL) -r requirements-spark.lock
	@touch $@

.venv/peers/.installed: .venv/.installed requirements-peers.lock requirements-peers-alone.lock
	@test -x .venv/peers/bin/python || $(PYTHON) -m venv .venv/peers
	@.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-peers-alone.lock
	@touch $@

demo: install
	@$(BIN)/reachable demo --people $(PEOPLE) --seed $(SEED) --port $(PORT) $(if $(filter no,$(SERVE)),--no-serve,--serve)

test: install $(if $(CHROMIUM),.venv/.browser) $(if $(CI),.venv/.spark)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -rs

check: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m features.docs --check
	@$(BIN)/python -m serving.docs --check

bench: install .venv/.spark .venv/peers/.installed
	@$(BIN)/python -m benchmarks

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11
lock:
	@$(LOCK) pyproject.toml --group dev --output-file requirements.lock
	@$(LOCK) pyproject.toml --group browser --constraint requirements.lock --output-file requirements-browser.lock
	@$(LOCK) pyproject.toml --extra spark --constraint requirements.lock --output-file requirements-spark.lock
	@$(LOCK) --group peers --output-file requirements-peers.lock
	@$(LOCK) --no-deps --group peers-alone --output-file requirements-peers-alone.lock

clean:
	@rm -rf .venv var build *.egg-info bench.json
