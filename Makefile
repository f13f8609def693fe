# Two commands: `make run` and `make test`. `make help` lists the rest.
# Everything is kept in .venv, frontend/node_modules and var; `make clean` takes the first two away again.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check fmt bench drill screenshots clean setup setup-tests

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
FRONT := linli/static/dist/.vite/manifest.json
# icons are collected from where they are named, so what names one is a source as well
FRONT_SOURCES := $(wildcard frontend/*.json frontend/*.ts) $(shell find frontend/src -type f 2>/dev/null) \
  $(shell grep -rlE 'icon(=|"?:? +)"' linli --include=*.html --include=*.py 2>/dev/null)

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: setup ## set up, load the demo into an empty database, serve on 127.0.0.1 (PORT=8000)
	@exec sh tools/run.sh

test: setup-tests ## set up what tests need, then lint, types and the whole suite on SQLite and on PostgreSQL
	@exec $(PY) tools/run_tests.py

check: $(VENV)/.tests $(FRONT) ## lint, format, types, import contracts, migrations, TypeScript
	@exec sh tools/check.sh

fmt: $(VENV)/.tests ## format the code
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

bench: setup-tests ## benchmarks; each prints JSON
	@$(PY) tools/postgres.py --durable $(PY) bench/claims.py
	@$(PY) bench/divisions.py

drill: setup-tests ## the long runs: forged requests, and the API asked 200 times an operation (DRILL_CASES=60: fewer)
	@exec $(VENV)/bin/pytest -m drill -rA

screenshots: setup-tests ## the pictures of the README, taken from the demo, and those of the guide, from the journeys
	@$(PY) tools/screenshots.py
	@GUIDE_PICTURES=docs/images/roles $(VENV)/bin/pytest -q tests/journeys/test_roles.py

clean: ## remove what the targets above made; keeps var, the data
	rm -rf $(VENV) frontend/node_modules linli/static/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find linli -name '*.mo' -delete

# --- what the targets stand on --------------------------------------------------------------------------------------

setup: $(VENV)/.runtime $(FRONT) ## set up without starting anything: for an office of your own
	@$(PY) -m linli.config.catalogues

setup-tests: setup $(VENV)/.tests
	@$(PY) tools/test_needs.py

$(VENV)/.made:
	@sh tools/make_venv.sh $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock
	@echo "Installing what Linli needs (requirements.lock)."
	@$(PIP) -r requirements.lock
	@$(PY) tools/link_project.py
	@touch $@

$(VENV)/.tests: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what checks and tests need (requirements-dev.lock)."
	@$(PIP) -r requirements-dev.lock
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json $(VENV)/.runtime
	@echo "Installing what the front end needs (frontend/package-lock.json)."
	@cd frontend && sh ../tools/npm.sh ci --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONT): frontend/node_modules/.installed $(FRONT_SOURCES)
	@echo "Building the front end."
	@cd frontend && sh ../tools/npm.sh run build --silent -- --logLevel warn
	@$(PY) -m whitenoise.compress --quiet linli/static/dist
	@touch $@
