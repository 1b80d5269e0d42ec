.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
export PORT ?= 8000
.PHONY: help setup services demo stop test check format bench soak screens clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing: Debian, Python and npm packages; compile translations, scripts and styles
	@ops/setup.sh

services: ## start PostGIS and Redis (private ones under .local/, unless DATABASE_URL and REDIS_URL name others)
	@ops/setup.sh system python
	@ops/services.sh start

demo: ## the demonstration town on http://127.0.0.1:8000/ until Ctrl-C (PORT=n; DETACH=1 returns when it answers)
	@ops/setup.sh system python translations web
	@ops/demo.sh $(if $(filter 1,$(DETACH)),start,watch)

stop: ## end everything that demo or services started
	@ops/demo.sh stop

test: setup ## everything that a change must pass: check, then all tests (ARGS='tests/billing -x' for a part)
	@ops/services.sh start
	@ops/check.sh
	@ops/test.sh $(ARGS)

check: setup ## format, lint, types, import graph, templates, migrations, production settings, translations
	@ops/services.sh start
	@ops/check.sh

format: ## put the code into the house's format
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

bench: services ## all benchmarks, a JSON line each
	@ops/setup.sh bench
	@$(PYTHON) -m bench $(if $(SIZE),--size $(SIZE))

bench-%: services ## one benchmark, as in: make bench-tiles SIZE=200000
	@ops/setup.sh bench
	@$(PYTHON) -m bench $* $(if $(SIZE),--size $(SIZE))

soak: setup ## the long runs in their whole form: kills, races, stale tiles by the ten thousand
	@ops/services.sh start
	@ops/test.sh -n 0 -m soak $(ARGS)

screens: setup ## pictures of the demonstration's pages under .local/screens/
	@DETACH=1 ops/demo.sh start
	@$(PYTHON) -m ops.screens

clean: ## stop everything, remove data, packages and compiled files
	@ops/clean.sh
