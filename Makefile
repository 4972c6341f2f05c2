# The same targets on the desk and in CI.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

unexport PYTHONDONTWRITEBYTECODE # compiled once: many processes are started, here and by the tests

.PHONY: run install install-dev lint types layers check test bench chaos fuzz audit lock clean

run: $(VENV)/.installed ## everything a first look needs, until Ctrl-C
	@exec $(BIN)/daylight up

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

lint: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install-dev
	$(BIN)/mypy

layers: install-dev
	$(BIN)/lint-imports

check: lint types layers

test: install-dev ## four processes, each with servers of its own: they wait more than they count; one that dies ends the run
	$(BIN)/python -m pytest --numprocesses 4 --dist worksteal --max-worker-restart 0

bench: install-dev
	$(BIN)/python -m tests.bench

chaos: install-dev ## two thousand applications worked while parts are killed, stopped and cut off; then everything audited
	$(BIN)/python -m tests.chaos

fuzz: install-dev ## hostile questions to a fresh stack; MINUTES and SEED may be given
	$(BIN)/python -m tests.hostile $(or $(MINUTES),10) --seed $(or $(SEED),1)

audit: install-dev ## needs the package index; 3: nobody could be asked, 1: holes are known
	$(BIN)/python -m tests.hostile.audit

lock: install-dev ## needs the package index; writes no download addresses
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build *.egg-info
