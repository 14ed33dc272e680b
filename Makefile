# Every recipe does its own set-up: a fresh clone needs only Python 3.11 or newer, make and a C compiler.
PYTHON ?= python3
export PATH := $(or $(PATH),/usr/local/bin:/usr/bin:/bin)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo serve test check lint types contracts bench lock clean

demo: $(READY)
	$(BIN)/duecourse demo

# A training partnership with the demonstration's years, in the browser.
serve: $(READY)
	test -f duecourse-demo.db || $(BIN)/duecourse demo
	$(BIN)/duecourse serve --db duecourse-demo.db

test: $(READY)
	$(BIN)/pytest

check: lint types contracts test

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m bench

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $(READY)

# Only for whoever changes a dependency: writes the lock file anew (needs `pip install uv`).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --no-header --no-annotate --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
