# newsbot from a clone. Needs: make, and Python 3.11 or newer with venv. Each target makes what it
# needs first, in .venv; nothing is installed elsewhere. Run `make` alone for a list.
#
# Paths are relative, so that a clone may lie in a folder with spaces in its name.

PYTHON ?= $(shell for each in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	"$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$each"; break; }; done)
VENV_PYTHON := .venv/bin/python
PIP := $(VENV_PYTHON) -m pip --disable-pip-version-check --no-input -qq
ARGS ?=

# On all cores; what starts and kills real processes keeps to one of them (tests/conftest.py).
PYTEST := $(VENV_PYTHON) -m pytest -m 'not long' $(if $(ARGS),,-n auto --dist loadgroup)

.PHONY: help run demo test check test-long bench clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    show all of it offline, on a small built-in news site (ARGS=--once: then end)'
	@echo 'make run     read real sources, serve feeds and pages on http://127.0.0.1:8420'
	@echo 'make test    run the tests (ARGS=tests/unit: only those)'
	@echo 'make check   run everything a change must pass: format, lint, types, layers, tests'
	@echo 'make bench   measure speed beside reference programs'
	@echo 'make clean   remove .venv and caches; storage/ stays'

run: .venv/run.stamp
	@scripts/newsbot run $(ARGS)

demo: .venv/run.stamp
	@scripts/newsbot demo $(ARGS)

test: .venv/dev.stamp
	$(PYTEST) $(ARGS)

test-long: .venv/dev.stamp
	$(VENV_PYTHON) -m pytest -m long $(ARGS)

check: .venv/dev.stamp
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m mypy newsbot tests scripts $(if $(wildcard benchmarks/*.py),benchmarks)
	.venv/bin/lint-imports
	$(PYTEST) $(ARGS)

bench: .venv/dev.stamp
	$(VENV_PYTHON) -m benchmarks $(ARGS)

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks

# A stamp is touched last, so an install that was broken off is done again.
.venv/run.stamp: requirements.txt requirements-postgres.txt | .venv/bin/python
	@echo 'Installing what newsbot needs into .venv (once, about a minute) ...'
	@$(PIP) install -r requirements-postgres.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-postgres.txt requirements-dev.txt | .venv/bin/python
	@echo 'Installing what tests and checks need into .venv (once, about two minutes) ...'
	@$(PIP) install -r requirements-dev.txt
	@touch $@ .venv/run.stamp

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { \
		echo 'newsbot needs Python 3.11 or newer with venv, and found none.' >&2; \
		echo 'Install it (Debian, Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3' >&2; \
		exit 1; }
	@"$(PYTHON)" -m venv --clear .venv
