# `make lab` opens the first lesson, `make test` runs everything; `make help` lists the rest.

PYTHON ?= python3
LESSON ?= notebooks/00-start-here.ipynb
VENV := .venv/bin/python
NOTEBOOKS := $(wildcard notebooks solutions)
# Jupyter refuses to run as root, as one does in a container; token and loopback stay on.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help lab test environment environment-tests lint types unit notebooks browser \
	calibrate validate calibration-check bench bench-browser bench-start bench-growth generate strip screenshots readme-picture constraints clean test-lowest badges \
	release grade feedback environment-instructors book environment-book site bench-site

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

test-lowest: python  ## the unit tests on the lowest versions that pyproject.toml allows
	@$(PYTHON) -m scripts.lowest

browser: environment-tests  ## only the lessons in a real browser
	$(VENV) -m pytest -m browser -n 2 --dist loadfile

calibrate: environment  ## fit the model to the clinical targets of role fit
	$(VENV) scripts/calibrate.py

validate: environment  ## one row for each clinical target: inside its interval or MISS
	@$(VENV) scripts/validate.py

calibration-check: environment-tests  ## is a 90 % band a 90 % band? two hundred invented women
	$(VENV) -m scripts.calibration_check

bench: environment-tests  ## time a run, a cohort, a fit, the import and every lesson: make bench ONLY="single cohort"
	@$(VENV) -m scripts.bench $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

bench-browser: environment-tests  ## time key press to picture in Chromium, each app against interact
	@$(VENV) -m scripts.bench_browser $(if $(WRITE),--write)

bench-start: environment-tests  ## time the start of a kernel to the first picture of lesson 0
	@$(VENV) -m scripts.bench_start $(if $(WRITE),--write)

bench-growth: environment-tests  ## time and memory against years, treatments and women
	@$(VENV) -m scripts.bench_growth $(if $(WRITE),--write)

generate: environment-tests  ## rewrite the generated files: derivative, glossary, claims page
	$(VENV) scripts/generate.py
	$(VENV) scripts/pages.py

strip: environment  ## remove the outputs from the notebooks before a commit
	$(VENV) -m nbconvert --clear-output --inplace notebooks/*.ipynb solutions/*/*.ipynb

screenshots: environment-tests  ## picture every lesson, light and dark, wide and narrow, to look at
	$(VENV) -m scripts.screenshots

book: environment-book  ## make the copy to read, every lesson executed, in the folder book
	@$(VENV) -m scripts.book --output book

site: environment-book  ## make the course as a static site, with its copy to read, in the folder site
	@$(VENV) -m scripts.site $(SITE)

bench-site: environment-tests  ## time the site in a browser: landing page and slider to picture
	@$(VENV) -m scripts.site.bench $(if $(WRITE),--write)

badges: python  ## write a fork's launch links into README.md: make badges REPO=owner/name
	@$(PYTHON) scripts/badges.py "$$REPO"

readme-picture: environment-tests  ## make the picture of the README from the running lesson
	$(VENV) -m scripts.screenshot

release: environment-instructors  ## make the students' exercises/ from solutions/
	@$(VENV) -m scripts.release

grade: environment-instructors  ## grade a folder: make grade SUBMISSIONS=folder
	@$(VENV) -m scripts.grade "$(SUBMISSIONS)" $(if $(AGAIN),--again) $(LIMITS)

feedback: environment-instructors  ## feedback and gradebook: make feedback SUBMISSIONS=folder
	@$(VENV) -m scripts.grading.feedback "$(SUBMISSIONS)"

constraints: python  ## renew constraints.txt and environment.yml within pyproject.toml (needs uv)
	uv pip compile --universal --fork-strategy fewest --python-version 3.11 --no-header \
		--no-annotate --no-emit-index-url --all-extras \
		pyproject.toml --output-file constraints.txt
	$(PYTHON) -m scripts.binder --renew

clean:  ## remove the environment and all caches
	rm -rf .venv .venv-lowest .venv-site site .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -prune -exec rm -rf {} +

environment: python
	@$(PYTHON) scripts/environment.py notebooks

environment-instructors: python
	@$(PYTHON) scripts/environment.py notebooks instructors

environment-book: python
	@$(PYTHON) scripts/environment.py notebooks book

environment-tests: python
	@$(PYTHON) scripts/environment.py notebooks tests

.PHONY: python
python:
	@command -v $(PYTHON) > /dev/null || { \
		echo "bonelab needs Python 3.11 to 3.14, and there is no $(PYTHON) here."; \
		echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
