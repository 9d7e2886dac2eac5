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

.venv-bench/.installed: requirements-bench.lock
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

demo: install
	@$(BIN)/reachable demo --people $(PEOPLE) --seed $(SEED) --port $(PORT) $(if $(filter no,$(SERVE)),--no-serve,--serve)

test: install $(if $(CHROMIUM),.venv/.browser)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -rs

check: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m features.docs --check
	@$(BIN)/python -m serving.docs --check

bench: install .venv-bench/.installed
	@PYTHONPATH="$$(.venv-bench/bin/python -c 'import site; print(site.getsitepackages()[0])')" $(BIN)/python -m benchmarks

lock:
	@for part in "requirements.lock --group dev" "requirements-browser.lock --group browser" "requirements-bench.lock --group bench"; do \
	  set -- $$part; uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet \
	  --python-version 3.11 pyproject.toml $$2 $$3 --output-file $$1; done

clean:
	@rm -rf .venv .venv-bench var build *.egg-info bench.json
