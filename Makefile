# `make lab` opens the first lesson, `make test` runs everything; `make help` lists the rest.

PYTHON ?= python3
LESSON ?= notebooks/00-start-here.ipynb
VENV := .venv/bin/python
NOTEBOOKS := $(wildcard notebooks solutions)
# Jupyter refuses to run as root, as one does in a container; token and loopback stay on.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help lab test environment environment-tests lint types unit notebooks browser \
	calibrate validate bench generate strip screenshots readme-picture constraints clean \
	release grade feedback environment-instructors

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

lab: environment  ## open the first lesson in JupyterLab
	@echo "JupyterLab opens in the browser. If not, open the address below. Ctrl-C twice stops it."
	@$(VENV) -m jupyterlab --ServerApp.log_level=WARN --LabApp.default_url=/lab/tree/$(LESSON) \
		--ServerApp.root_dir="$(CURDIR)" --ServerApp.ip=127.0.0.1 $(ROOT_FLAG)

test: lint types unit notebooks browser  ## run everything: style, types, tests, lessons, browser

lint: environment-tests
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .

types: environment-tests
	$(VENV) -m mypy

unit: environment-tests  ## only the tests that need neither kernel nor browser
	$(VENV) -m pytest -m "not browser" -n auto --dist loadfile

notebooks: environment-tests  ## only the lessons, run from top to bottom
	$(VENV) -m pytest --nbval-lax --nbval-current-env $(NOTEBOOKS)

browser: environment-tests  ## only the lessons in a real browser
	$(VENV) -m pytest -m browser

calibrate: environment  ## fit the model to the clinical targets of role fit
	$(VENV) scripts/calibrate.py

validate: environment  ## one row for each clinical target: inside its interval or MISS
	@$(VENV) scripts/validate.py

bench: environment-tests  ## time the import, a 30-year run and every lesson
	@$(VENV) scripts/bench.py

generate: environment-tests  ## rewrite the generated files: derivative, glossary, claims page
	$(VENV) scripts/generate.py
	$(VENV) scripts/pages.py

strip: environment  ## remove the outputs from the notebooks before a commit
	$(VENV) -m nbconvert --clear-output --inplace notebooks/*.ipynb solutions/*/*.ipynb

screenshots: environment-tests  ## picture every lesson, light and dark, wide and narrow, to look at
	$(VENV) -m scripts.screenshots

readme-picture: environment-tests  ## make the picture of the README from the running lesson
	$(VENV) -m scripts.screenshot

release: environment-instructors  ## make the students' exercises/ from solutions/
	@$(VENV) -m scripts.release

grade: environment-instructors  ## grade a folder: make grade SUBMISSIONS=folder
	@$(VENV) -m scripts.grade "$(SUBMISSIONS)" $(if $(AGAIN),--again) $(LIMITS)

feedback: environment-instructors  ## feedback and gradebook: make feedback SUBMISSIONS=folder
	@$(VENV) -m scripts.grading.feedback "$(SUBMISSIONS)"

constraints:  ## renew constraints.txt within pyproject.toml (needs uv)
	uv pip compile --universal --fork-strategy fewest --python-version 3.11 --no-header \
		--no-annotate --no-emit-index-url --all-extras \
		pyproject.toml --output-file constraints.txt

clean:  ## remove the environment and all caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -prune -exec rm -rf {} +

environment: python
	@$(PYTHON) scripts/environment.py notebooks

environment-instructors: python
	@$(PYTHON) scripts/environment.py notebooks instructors

environment-tests: python
	@$(PYTHON) scripts/environment.py notebooks tests

.PHONY: python
python:
	@command -v $(PYTHON) > /dev/null || { \
		echo "bonelab needs Python 3.11 to 3.14, and there is no $(PYTHON) here."; \
		echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
