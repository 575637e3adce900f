PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help run test check setup setup-test format lock screenshots benchmarks docs

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up, load the demonstration county, serve it; PORT=8001 serves it there
	@$(BIN)/python -m tools.run

test: setup-test ## Everything: check, the suite on SQLite and on PostgreSQL, races, browser journeys
	@$(BIN)/python -m tools.test

check: setup-test ## The fast part: format, lint, types, templates, import contracts, unit tests
	@$(BIN)/python -m tools.check

setup: ## Make .venv with what the service needs, and the browser assets
	@$(PYTHON) tools/bootstrap.py runtime
	@$(BIN)/python -m tools.assets

setup-test: ## setup, and what the tests need
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python -m tools.assets

format: setup-test ## Bring the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# The locks name packages, versions and hashes: no address, no path, and nothing of the machine that made them.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: setup-test ## Pin anew what requirements/*.in and package.json ask for; add UPGRADE=--upgrade for newer versions
	@$(LOCK) $(UPGRADE) requirements/runtime.in --output-file requirements/runtime.lock > /dev/null
	@$(LOCK) $(UPGRADE) requirements/assets.in --output-file requirements/assets.lock > /dev/null
	@$(LOCK) $(UPGRADE) requirements/test.in --output-file requirements/test.lock > /dev/null
	@$(BIN)/python -m tools.npm_lock

screenshots: setup-test ## Make docs/screenshots/ anew
	@$(BIN)/python -m tools.screenshots

benchmarks: setup-test ## How quick it is, against a baseline in the same run
	@$(BIN)/python -m benchmarks

docs: setup-test ## Generate what is generated in docs/ (states and the like)
	@$(BIN)/python -m tools.docs
