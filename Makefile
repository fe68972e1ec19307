# insdesk : `make demo` ouvre la démonstration, `make test` lance tous les essais.

PYTHON ?= python3
RUN := .venv/bin/python

.PHONY: demo test bench soak mutation check lock setup setup-test python
.DEFAULT_GOAL := demo

demo: setup
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then $(RUN) -m insdesk demo; else \
	  QT_QPA_PLATFORM=offscreen $(RUN) -m insdesk tour --out build/tour \
	  && echo "Pas d'écran ici : les images de la visite sont dans $(CURDIR)/build/tour"; fi

test: setup-test
	@if [ "$$(id -u)" = 0 ] && [ -x /usr/sbin/pcscd ]; then export INSDESK_REQUIRE_PCSC=1; fi; \
	  $(RUN) -m pytest

bench: setup
	@mkdir -p build && $(RUN) tests/bench/bench.py

# A quarter of an hour: cards put in and pulled out during the journey. CARDS=200 for less.
soak: setup-test
	@mkdir -p build && INSDESK_REQUIRE_PCSC=1 INSDESK_CARD_EVENTS=$(or $(CARDS),1000) \
	  INSDESK_CARD_REPORT=build/soak.json $(RUN) -m pytest tests/journeys/test_many_cards.py
	@cat build/soak.json

# Long: hours. MUTATE='insdesk.identity.hints.*' limits it, CHILDREN=2 uses two cores.
mutation: setup-test
	@mkdir -p build/mutation && $(RUN) tests/bench/mutation.py $(MUTATE)

check: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports

# For developers: versions and hashes only, never an address.
lock: python
	$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet pip-tools
	build/lock/bin/python -m piptools compile --quiet --upgrade --extra dev --generate-hashes --strip-extras \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --output-file packaging/requirements.lock pyproject.toml

setup: python
	@$(PYTHON) packaging/bootstrap.py run build

setup-test: python
	@$(PYTHON) packaging/bootstrap.py run build test

python:
	@command -v $(PYTHON) >/dev/null || { echo "Il manque Python : sudo apt-get install python3" >&2; exit 1; }
