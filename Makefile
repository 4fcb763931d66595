# For a fresh machine with python3 (3.11 or newer) and make: `make demo`, `make check`, `make test`.

PYTHON ?= python3
# Which torch is the machine's affair: on Linux, pip's own choice brings gigabytes of CUDA libraries. A CPU build does
# for everything here, and is taken where pip is told of a place that has one.
export TORCH ?= torch==2.13.0

VENV := .venv
BIN := $(VENV)/bin
NEWEST := .venv-newest/bin
LMMS_EVAL := out/lmms-eval
DEMO := out/demo
# One more than cores: much of the time of some tests is waiting.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")
TESTS := pytest --quiet --numprocesses $(WORKERS) --dist worksteal --durations 15
COVERAGE := --cov --cov-report=
# Several at once, and each one's lines together where make can (macOS's make cannot).
AT_ONCE := --jobs 2 --no-print-directory $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
LINTERS := types page-types style contracts dependencies

.PHONY: help demo check lint test endurance interop newest lock docs build wheel benchmarks planted clean
.PHONY: $(LINTERS) fast-tests browser venv-demo venv-dev

help:  ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target words; do \
		printf '%-12s %s\n' "$$target" "$$words"; done

demo: venv-demo  ## a small data set from examples/coco with a real LLM on this machine
	$(BIN)/python -m datagen build --coco examples/coco --llm local --out $(DEMO) --count 12 --max-tokens 320
	$(BIN)/python -m datagen show $(DEMO)

check: venv-dev  ## linters, types, contracts, and the fast tests
	@$(MAKE) $(AT_ONCE) $(LINTERS) fast-tests

lint: venv-dev  ## check without the tests
	@$(MAKE) $(AT_ONCE) $(LINTERS)

test: lint browser  ## linters and all tests, with the branches that they cover
	$(BIN)/python -m $(TESTS) $(COVERAGE)
	@$(BIN)/python -m tests.coverage_by_package

endurance: venv-dev  ## the proofs that take long
	$(BIN)/python -m $(TESTS) -m endurance

interop: venv-dev $(LMMS_EVAL)/.made  ## lmms-eval itself on a tiny checkpoint; 2.5 GB more and 5 minutes
	LMMS_EVAL=$(CURDIR)/$(LMMS_EVAL)/bin/python $(BIN)/python -m pytest --quiet -m interop

newest: browser  ## the tests on the newest release of everything within pyproject.toml's bounds; TORCH=torch for its newest too
	@$(PYTHON) tools/environment.py newest --anew
	$(NEWEST)/python -m pip list --disable-pip-version-check
	$(NEWEST)/python -m $(TESTS)

lock: venv-dev  ## resolve the dependencies anew into requirements/
	$(BIN)/python tools/lock.py

docs: venv-dev  ## the documentation site into out/site; a link that leads nowhere fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

build: venv-dev  ## wheel and source distribution into dist/
	$(BIN)/python -m hatchling build

wheel: venv-dev  ## the wheel alone
	$(BIN)/python -m hatchling build --target wheel

benchmarks: venv-dev  ## measure reading, asking and memory on this machine; takes about 20 minutes
	$(BIN)/python -m benchmarks.coco_reading
	$(BIN)/python -m benchmarks.asking
	$(BIN)/python -m benchmarks.asking --memory

planted: venv-dev  ## how many planted errors the checks catch, on real images
	$(BIN)/python -m benchmarks.planted_errors --coco ../shared/coco-mini benchmarks/planted/*.jsonl

clean:  ## remove environments, outputs and caches
	rm -rf .venv* out dist tools/page_types/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

venv-demo:
	@$(PYTHON) tools/environment.py demo

venv-dev:
	@$(PYTHON) tools/environment.py dev

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

dependencies:
	$(BIN)/python tools/lock.py --check
	$(BIN)/deptry .

page-types:
	@tools/page_types/check.sh

fast-tests:
	$(BIN)/python -m $(TESTS) -m 'not slow'

browser:
	@tools/browser.sh

$(LMMS_EVAL)/.made:
	rm -rf $(LMMS_EVAL)
	$(PYTHON) -m venv $(LMMS_EVAL)
	$(LMMS_EVAL)/bin/python -m pip install --quiet '$(TORCH)' 'lmms-eval==0.7.3' 'transformers==5.23.0' decord
	$(LMMS_EVAL)/bin/python -m pip uninstall --quiet --yes torchvision  # images are prepared with Pillow on both sides
	touch $@
