SHELL := /bin/bash
PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.boot/bin/uv)
export VIRTUAL_ENV := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
# Python's compiled files are kept (.gitignore names them): without them every worker and command compiles all anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help install demo test test-debian tours prove bench lint lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    the demonstration council at http://localhost:8000 (ARGS=\"--check\" checks it and stops)"
	@echo "make install what a server of your own needs (see docs/installation)"
	@echo "make test    every test, in under 15 minutes"
	@echo "make test-debian  the same on Debian's own PostgreSQL"
	@echo "make prove   the long proofs: fuzzing, kill test, peers"
	@echo "make bench   the performance table (ARGS=children for one part)"
	@echo "make clean   stops what make demo started and removes it"

.boot/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3,11))' || { echo "Lippen needs Python 3.11 or newer; this is $$($(PYTHON) -V)"; exit 1; }
	@$(PYTHON) -m venv .boot || { echo "python3-venv is missing: apt-get install python3-venv, or put uv on PATH"; exit 1; }
	@.boot/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.13,<0.14' 2> >(grep -v 'is neither a file nor a directory' >&2)

.venv/bin/python: | $(filter .boot/bin/uv,$(UV))
	@$(UV) venv -q --python $(PYTHON) .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(UV) pip install -q --require-hashes -r requirements.lock
	@printf '%s\n' '$(CURDIR)/src' > "$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/lippen.pth"
	@printf '#!/bin/sh\nexec "$(CURDIR)/.venv/bin/python" -m lippen.cli "$$@"\n' > .venv/bin/lippen && chmod +x .venv/bin/lippen
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(UV) pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.assets: package.json package-lock.json .npmrc | .venv/.runtime
	@.venv/bin/python -m lippen.design.assets
	@touch $@

tests/identity_provider/node_modules/.installed: tests/identity_provider/package-lock.json | .venv/.runtime
	@.venv/bin/python -c 'from pathlib import Path; from lippen.design.assets import npm_ci; npm_ci(Path("tests/identity_provider"))'
	@touch $@

install: .venv/.runtime .venv/.assets

demo: .venv/.runtime .venv/.assets
	@.venv/bin/lippen demo $(ARGS)

test: .venv/.dev .venv/.assets tests/identity_provider/node_modules/.installed
	.venv/bin/pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not prove" $(ARGS)

tours: .venv/.dev .venv/.assets
	LIPPEN_TOURS=1 .venv/bin/pytest -q tests/journeys/test_tours.py -k walked

test-debian: .venv/.dev .venv/.assets tests/identity_provider/node_modules/.installed
	.venv/bin/python -m tests.debian -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not prove" $(ARGS)

prove: .venv/.dev .venv/.assets
	.venv/bin/pytest -q -m prove --ignore tests/house/test_fuzz.py $(ARGS)
	.venv/bin/pytest -q -s -m prove -n 2 --dist load tests/house/test_fuzz.py

bench: .venv/.dev .venv/.assets
	.venv/bin/python -m benchmarks $(ARGS)

lint: .venv/.dev
	.venv/bin/ruff check src tests benchmarks
	.venv/bin/ruff format --check src tests benchmarks
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/deptry src

clean:
	@if [ -x .venv/bin/lippen ]; then .venv/bin/lippen clean; fi

lock: | $(filter .boot/bin/uv,$(UV))
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
