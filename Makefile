# Everything a contributor needs; each target stands alone on a machine with Python >= 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_STAMP := $(VENV)/.demo
DEV_STAMP := $(VENV)/.dev
# Processes that share the tests, file by file, so that fixtures of a file are made once.
JOBS ?= auto
OFFLINE := $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder \
  --block-network --allowed-hosts='^127\.0\.0\.[12]$$'

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test test-thorough test-model lint types imports locked versions check bench lock record clean

demo: $(DEMO_STAMP)  ## records from examples/articles with the embedded model
	$(BIN)/llm-extract models pull
	$(BIN)/llm-extract run examples/articles -o out
	@$(BIN)/llm-extract report out
	@echo
	@echo "Open out/report.html in a browser; out/records.jsonl holds the same, a line per article."

test: $(DEV_STAMP)  ## the offline suite: properties with few examples, nothing that takes long
	$(OFFLINE) -m "not real_model and not slow"

test-thorough: $(DEV_STAMP)  ## what takes long, and properties with all their examples
	$(OFFLINE) -m "(slow or hypothesis) and not real_model" --hypothesis-profile=thorough

test-model: $(DEV_STAMP)  ## the tests that need embedded models; fetches them
	$(BIN)/llm-extract models pull
	$(BIN)/llm-extract models pull smollm2-135m
	$(BIN)/python -m pytest -m real_model

lint: $(DEV_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV_STAMP)
	$(BIN)/mypy

imports: $(DEV_STAMP)
	$(BIN)/lint-imports

locked: $(DEV_STAMP)  ## the installed versions are the locked ones
	$(BIN)/python requirements/check.py requirements/dev.lock

versions: $(DEV_STAMP)  ## no released prompt or schema was edited, and none is unreleased
	$(BIN)/llm-extract prompts check --no-drafts
	$(BIN)/llm-extract schemas check --no-drafts

check: lint types imports locked versions

bench: $(DEV_STAMP)  ## the figures of benchmarks/README.md; PEERS=PYTHON adds other tools
	$(BIN)/llm-extract models pull
	$(BIN)/python benchmarks/embedded.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/readings.py
	$(BIN)/python benchmarks/grounding.py
	$(BIN)/python benchmarks/mutations.py
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/replay.py
	$(BIN)/python benchmarks/places.py
	$(BIN)/python benchmarks/exports.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/runs/table.py $(if $(PEERS),--peers $(PEERS))
	$(BIN)/python tests/faults/kill_loop.py --rounds 50

record: $(DEV_STAMP)  ## record the cassettes again from the embedded model
	$(BIN)/llm-extract models pull
	$(BIN)/python -m pytest -m cassette --record-mode=rewrite
	$(BIN)/llm-extract record cases

lock: $(DEV_STAMP)  ## resolve the dependencies again
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate --extra local pyproject.toml requirements/build.in -o requirements/demo.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate --extra local --extra data --extra near --extra regression --extra tables --extra places --extra test --extra dev \
	  pyproject.toml requirements/build.in -o requirements/dev.lock

clean:
	rm -rf $(VENV) out build dist

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "llm-extract needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(DEMO_STAMP): $(BIN)/python requirements/demo.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/demo.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(BIN)/python requirements/dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
