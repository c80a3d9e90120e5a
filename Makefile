# The commands of the house. `make demo` and `make test` work on a machine that has Python ≥ 3.11, make and access to the package registries.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test test-fast check format bench clean system system-test

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .cache/uv/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
# Telemetry of every tool is off.
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := 0
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

# What WeasyPrint needs from the system, and what the tests need besides: libraries by file name, programs by command.
LIBRARIES := libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0
PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := postgresql mariadb-server chromium poppler-utils git

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: system .venv/.ready .cache/fonts/.ready ## install everything that the product needs into this folder

demo: setup ## set up, then close September 2026 of the sample company and say where its PDFs are
	$(BIN)/scorecards run --company companies/sample --period 2026-09

dev: setup ## open Dagster's pages on http://localhost:3000 with both companies loaded
	$(BIN)/python -m pipelines.defs.home
	DAGSTER_HOME="$${DAGSTER_HOME:-$(CURDIR)/data/dagster}" $(BIN)/dagster dev -w workspace.yaml

test: setup system-test ## set up and run all tests
	$(BIN)/pytest -n 2 --dist loadfile

test-fast: setup ## run the unit and convention tests only
	$(BIN)/pytest -n 2 tests/unit tests/conventions

check: setup ## linters, import contracts, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint dbt_project --processes 2

format: setup ## let the formatters write
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix dbt_project

bench: setup ## time the close of the sample company against bare DuckDB and a naive PDF loop
	$(BIN)/python benchmarks/close.py

clean: ## remove what setup made; homes under data/ stay
	rm -rf .venv .cache dbt_project/target dbt_project/logs

system: ## install the system libraries (apt as root or sudo), or print the command
	@missing=""; for lib in $(LIBRARIES); do ldconfig -p 2>/dev/null | grep -q "$$lib" || missing=yes; done; \
	if [ -n "$$missing" ]; then $(MAKE) --no-print-directory apt WANT="$(PACKAGES)"; fi

system-test:
	@missing=""; for program in chromium pdftoppm git; do command -v $$program >/dev/null || missing=yes; done; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing=yes; command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || missing=yes; \
	if [ -n "$$missing" ]; then $(MAKE) --no-print-directory apt WANT="$(TEST_PACKAGES)"; fi

.PHONY: apt
apt:
	@if ! command -v apt-get >/dev/null; then echo "Please install what these Debian packages hold, then run make again: $(WANT)" >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then run=""; \
	elif sudo -n true 2>/dev/null; then run="sudo"; \
	else echo "System packages are missing. Run this once, then make again:" >&2; echo "  sudo apt-get update && sudo apt-get install -y $(WANT)" >&2; exit 1; fi; \
	$$run env DEBIAN_FRONTEND=noninteractive apt-get update -qq; \
	$$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(WANT)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory apt WANT=python3-venv
	$(PYTHON) -m venv .cache/uv
	.cache/uv/bin/python -m pip install --quiet uv==$(UV_VERSION)

.venv/.ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --compile-bytecode --python "$(PYTHON)"
	@touch $@

.cache/fonts/.ready: pipelines/reporting/fonts.py | .venv/.ready
	$(BIN)/python -m pipelines.reporting.fonts
	@touch $@
