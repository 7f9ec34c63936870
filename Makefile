# Everything a newcomer needs: `make run` and `make test`. Each does its own set-up and can be run again at once.
PORT ?= 5000
SANDBOX_PORT ?= 5001
PYTHON ?= python3
export PORT SANDBOX_PORT

BIN := .venv/bin
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format fuzz bench screenshots lock chromium

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: var/setup/runtime var/setup/assets ## Create the virtual environment and build the front-end files

run: setup ## Start Frontdesk with its sandbox and demo data, on PORT and SANDBOX_PORT
	@exec $(BIN)/python scripts/run.py

test: setup var/setup/development var/setup/npm-development chromium ## Run every test
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

lint: var/setup/development ## Check style, types and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --check --lint templates

format: var/setup/development ## Rewrite code and templates in the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

fuzz: setup var/setup/development ## Hold the sandbox against the OpenAPI file with many more examples than the tests do
	FUZZ_EXAMPLES=100 $(BIN)/python -m pytest tests/contract/test_schemathesis.py $(ARGS)

bench: setup var/setup/development var/setup/bench ## Measure speed, as ratios taken side by side in one run
	$(BIN)/python -m bench

screenshots: setup var/setup/development chromium ## Take the README's pictures anew
	$(BIN)/python scripts/screenshots.py

lock: ## Pin every dependency anew, with hashes and without addresses (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links pyproject.toml --output-file requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links pyproject.toml --extra bench --constraint requirements-dev.txt --output-file requirements-bench.txt
	npm install --package-lock-only --silent
	node -p 'JSON.stringify(require("./package-lock.json"), (key, value) => key === "funding" ? undefined : value, 2)' \
	  > package-lock.json.new && mv package-lock.json.new package-lock.json

chromium:
	@scripts/ensure_chromium.sh

# Set-up steps leave a stamp, so that a second start repeats nothing that is still true.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Frontdesk needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv

var/setup/runtime: requirements.txt | .venv
	$(INSTALL) requirements.txt
	@mkdir -p $(@D) && touch $@

var/setup/development: requirements-dev.txt | .venv
	$(INSTALL) requirements-dev.txt
	@mkdir -p $(@D) && touch $@

var/setup/bench: requirements-bench.txt | .venv
	$(INSTALL) requirements-bench.txt
	@mkdir -p $(@D) && touch $@

var/setup/npm: package.json package-lock.json
	@command -v npm > /dev/null || { echo "Frontdesk's front-end files need npm (Node 20 or newer)." >&2; exit 1; }
	@npm ci --omit=dev --no-progress --loglevel=error
	@mkdir -p $(@D) && touch $@

# What only tests need is added to what stands.
var/setup/npm-development: var/setup/npm
	@npm install --no-save --no-progress --loglevel=error
	@mkdir -p $(@D) && touch $@

var/setup/assets: var/setup/npm scripts/build_assets.mjs $(shell find templates static/js -type f 2>/dev/null)
	@node scripts/build_assets.mjs
	@mkdir -p $(@D) && touch $@
