# Every target works in .venv, which `make setup` makes; beside it only pip's and uv's caches are written.
PYTHON ?= python3
PORT ?= 8888
COURSE = .venv/bin/course

.DEFAULT_GOAL := help
.PHONY: help setup demo test lab source release answers mutants bench lint pytest nbval

help:  ## say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/ready  ## install everything into .venv

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This course needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version 2>&1): name another one with make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up .venv …"
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@# Compiled once, here: else each new process may compile torch's sources anew, for 3 s.
	@.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python -r requirements.txt
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps -e .
	@$(COURSE) doctor --short
	@touch .venv/ready

demo: setup  ## a small class on one lesson, one student through all: release, marks, feedback
	@$(COURSE) demo

test: setup  ## everything CI runs
	@$(MAKE) --no-print-directory --jobs=1 --keep-going lint pytest nbval answers mutants

# The parts of `make test`, one after the other: each keeps all cores busy, and two side by side cost a
# third more, in the cores' caches.
lint: setup
	.venv/bin/ruff check .
	.venv/bin/mypy
pytest: setup
	OMP_NUM_THREADS=1 .venv/bin/pytest tests --numprocesses auto --dist worksteal
nbval: setup
	OMP_NUM_THREADS=1 .venv/bin/pytest --nbval-lax --nbval-cell-timeout=120 source --numprocesses auto --dist loadscope

lab: setup  ## open JupyterLab on the released lessons (PORT=8888)
	@$(COURSE) lab --port $(PORT)

source: setup  ## build changed lessons from their text and run them
	@$(COURSE) source

release: source  ## write the students' versions
	@$(COURSE) release

answers: setup  ## attack every graded cell with the answer bank
	@$(COURSE) answers

mutants: setup  ## attack every graded cell with changed references
	@$(COURSE) mutants

bench: setup  ## measure, and save the tables in bench/results
	@.venv/bin/python -m bench
