# Two commands do everything from a clean clone: `make demo` and `make test`.
# They need python 3.11, 3.12 or 3.13 and node 20 or newer; all else goes into .venv and node_modules.

SHELL := /bin/bash
# Processes of cotune start all the time: they shall find their modules compiled.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
JOBS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))
BIN := $(VENV)/bin
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)
FRONT := $(shell find jupyter_ext package.json yarn.lock .yarnrc.yml -type f -not -path '*/node_modules/*' -not -path '*/lib/*' 2>/dev/null)
# A python that was uninstalled takes along what was installed for it.
$(shell [ -x $(BIN)/python ] || rm -f $(VENV)/.installed $(VENV)/.dev)
JLPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jlpm

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## JupyterLab on the first example, with the panel open
	$(BIN)/python examples/demo.py $(ARGS)

test: $(VENV)/.dev browser ## every test: pytest (with a real browser) and vitest
	$(JLPM) test
	$(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.dev ## what needs no running: format, lint, types, room borders
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(JLPM) typecheck
	$(JLPM) lint
	PYTHON=$(BIN)/python $(JLPM) wire --check

setup: $(VENV)/.dev browser ## what development needs, without running anything

browser: $(VENV)/.dev
	@command -v chromium chromium-browser google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy --no-install-recommends chromium; } \
	  || $(BIN)/playwright install chromium

$(BIN)/python:
	@"$(PYTHON)" -c '$(FITS)' 2>/dev/null || { echo "cotune needs python 3.11, 3.12 or 3.13 with venv (Debian:" \
	  "apt install python3-venv); make PYTHON=... names one that isn't on the PATH" >&2; exit 2; }
	"$(PYTHON)" -m venv --clear $(VENV)

node:
	@node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null \
	  || { echo "building the labextension needs node 20 or newer on the PATH" >&2; exit 2; }

$(VENV)/.installed: pyproject.toml $(FRONT) | $(BIN)/python node
	$(BIN)/python -m pip install -q -e .
	touch $@

$(VENV)/.dev: pyproject.toml $(FRONT) | $(BIN)/python node
	$(BIN)/python -m pip install -q -e ".[dev]"
	touch $@ $(VENV)/.installed

wheel: $(VENV)/.dev ## dist/: a wheel with the labextension inside
	$(BIN)/python -m pip wheel -q --no-deps -w dist .

binder: $(VENV)/.dev ## build binder/ in a fresh environment and run the first example there
	rm -rf .binder && git clone -q . .binder/clone && "$(PYTHON)" -m venv .binder/env
	cd .binder/clone && PATH="$(CURDIR)/.binder/env/bin:$$PATH" binder/postBuild
	cd .binder/clone && COTUNE_HOME="$(CURDIR)/.binder/studies" PATH="$(CURDIR)/.binder/env/bin:$$PATH" \
	  jupyter execute examples/01_first_goal.ipynb
	rm -rf .binder

clean: ## all that was built; studies elsewhere stay
	rm -rf $(VENV) node_modules .demo .binder dist test-results src/cotune/labextension src/cotune/ui/static jupyter_ext/lab/lib

.PHONY: help demo test check setup browser node wheel binder clean
