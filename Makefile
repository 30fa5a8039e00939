# Two commands: `make run` (the demonstration) and `make test` (everything). README.md says what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(shell command -v python3)
export PORT ?= 8000
PY := .venv/bin/python

help: ## what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.tools/bin/uv:
	@echo "Getting the tools (once) …"
	@python3 -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/.made: .tools/bin/uv pyproject.toml uv.lock
	@echo "Getting the libraries …"
	@.tools/bin/uv sync --quiet --frozen && touch .venv/.made

catalogues: .venv/.made
	@$(PY) -m vises.ops.main catalogues compile

setup: .venv/.made catalogues ## everything both commands need; quick when nothing changed
	@.venv/bin/vises static

run: setup ## the demonstration on http://127.0.0.1:8000 (PORT= changes it); Ctrl-C ends it
	@VISES_DEMONSTRATION=1 VISES_DATA=$${VISES_DATA:-var/demonstration} .venv/bin/vises serve --demonstration

serve: setup ## an empty installation; creates the first administrator
	@.venv/bin/vises serve

test: .venv/.made catalogues ## lint, types, contracts and all tests; installs chromium and PostgreSQL if missing
	@tests/run.sh

.PHONY: help catalogues setup run serve test
