# make run    starts the app            make test   runs every check
# make bench  measures speed            make format tidies the code
# make load   measures 50 visitors at once; with PROCESSES=2, on two processes behind nginx; with WHAT=lists or
#             WHAT=reading, visitors who bring lists of their own
# make fuzz   tries broken inputs for a while; with SECONDS=60, a minute for each reader
# make mutation  changes the code in small ways and shows which changes no test notices

PYTHON ?= python3
PROCESSES ?= 1
SECONDS ?= 20
WHAT ?= clicks
BIN := .venv/bin

.PHONY: run test merge-markers bench load fuzz format mutation

run: .venv/app-installed
	$(BIN)/streamlit run dashboard.py --server.fileWatcherType=none

test: .venv/dev-installed merge-markers
	tests/browser/ensure-chromium
	tests/browser/ensure-nginx
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --ignore tests/browser
	$(BIN)/python -m pytest -n 2 tests/browser

# Fails where a tracked file still holds the markers of a merge.
merge-markers:
	! git grep -nIE '^(<{7}|={7}|>{7}|[|]{7})( |$$)'

bench: .venv/bench-installed
	tests/browser/ensure-chromium
	$(BIN)/python -m tests.benchmarks

load: .venv/dev-installed
	$(BIN)/python -m tests.load $(WHAT) --processes $(PROCESSES)

fuzz: .venv/fuzz-installed
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

format: .venv/dev-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

mutation: .venv/dev-installed
	$(BIN)/python -m tests.mutation $(MODULES)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Surveyor needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv

.venv/app-installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev-installed: requirements-dev.txt .venv/app-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/bench-installed: requirements-bench.txt .venv/dev-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

# atheris has no wheels for every system; hypothesis does without it.
.venv/fuzz-installed: requirements-fuzz.txt .venv/dev-installed
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt
	@touch $@
