# One word each. `make test` and `make demo` set up everything they need, on a machine with only Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup install check format test demo run faq content lock audit licenses wheel screenshot cities examples media clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nightlift needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.media: requirements-media.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-media.txt
	@touch $@

install: $(VENV)/.runtime ## only what the bot needs to run, by the locked hashes

setup: $(VENV)/.dev $(VENV)/.media ## a virtual environment with everything, from the locked requirements

check: $(VENV)/.dev ## style, types, imports, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m bot.catalogue

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: $(VENV)/.dev ## all tests, on all cores
	$(BIN)/python -m pytest -n auto --dist loadfile

demo: $(VENV)/.media ## the bot in a chat page on this machine, no token needed
	@$(BIN)/python -m bot.demo --content content

run: $(VENV)/.runtime ## the bot with your token from .env
	$(BIN)/python -m bot

faq: $(VENV)/.runtime ## ask the question index: make faq Q="my thighs burn"
	@$(BIN)/python -m bot.faq "$(Q)"

media: $(VENV)/.media ## draw all pictures and videos, for the demo and for a wheel (a minute or two)
	@$(BIN)/python -m bot.media

content: $(VENV)/.runtime ## check content/ and list every fault
	@$(BIN)/python -m bot.catalogue

# The lock names versions and hashes, no place to get them from.
LOCK = $(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(VENV)/.dev ## write requirements*.txt anew from pyproject.toml
	$(BIN)/python -m pip install --quiet pip-tools
	$(LOCK) --extra dev --output-file requirements-dev.txt pyproject.toml
	$(LOCK) --constraint requirements-dev.txt --output-file requirements.txt pyproject.toml
	$(LOCK) --constraint requirements-dev.txt --extra media --output-file requirements-media.txt pyproject.toml

audit: $(VENV)/.dev ## known faults in what we depend on
	@$(BIN)/pip-audit --strict --require-hashes -r requirements.txt || { echo "pip-audit: not clean, or not run (its service was out of reach)"; exit 1; }

licenses: $(VENV)/.runtime ## the licences of what the bot runs on
	@$(BIN)/python deploy/licenses.py requirements.txt

wheel: $(VENV)/.dev ## an installable wheel in dist/
	$(BIN)/python -m build --wheel --no-isolation

screenshot: $(VENV)/.dev ## the picture in the README, from the demo in a real browser (needs chromium)
	$(BIN)/python docs/screenshot.py

cities: $(VENV)/.dev ## the table of towns and their time zones, from GeoNames
	PYTHONPATH=. $(BIN)/python docs/make_cities.py

# The library's source distribution has them; its wheel does not. One of them wants cachetools beside it.
examples: $(VENV)/.dev ## python-telegram-bot's own example bots against the stand-in (needs the network)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	version=$$($(BIN)/python -c 'import telegram; print(telegram.__version__)') && \
	$(BIN)/python -m pip download --quiet --no-deps --no-binary :all: --no-build-isolation --dest "$$folder" \
		"python-telegram-bot==$$version" && \
	$(BIN)/python -m pip install --quiet --target "$$folder/beside" cachetools && \
	tar -xzf "$$folder"/*.tar.gz -C "$$folder" --strip-components=1 && \
	PYTHONPATH="$$folder/beside" EXAMPLES="$$folder/examples" $(BIN)/python -m pytest -v tests/demo/ptb_examples.py

clean: ## remove what was built
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
