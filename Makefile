# Two commands do their own set-up with Python 3.11 or later, git and make:
#   make label   the prescription of README.md, from the plan to the label PDF
#   make test    everything that is tested, on the source tree and on the built wheel
# PYTHON=/path/to/python chooses the interpreter; neither command touches it. CONTRIBUTING.md says which to use when.

PYTHON ?= python3
# How many processes the tests run in: one a core; WORKERS=0 runs them in one.
WORKERS ?= auto
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

SOURCES := pyproject.toml README.md LICENSE $(shell find ldn_compound labels -type f ! -name '*.pyc' 2>/dev/null)
OUT := example-output
PLAN := $(OUT)/plan.json
LABEL := $(OUT)/label.pdf
PROFILE := docs/example-profile.toml

# Made and filled today, because a label is not printed after its beyond-use date; MADE_ON=2026-11-22 chooses a day.
MADE_ON ?= $(shell date +%Y-%m-%d)
PRESCRIPTION := --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --measured \
	--wastage 5% --doses-per-day 1 --made-on $(MADE_ON)

.PHONY: help label test check test-source test-wheel test-fast test-long versions bounds coverage fuzz mutate reliability \
	benchmark docs site sbom supply constraints contact zipapp frozen hooks clean python system-packages

help:
	@echo "make label   plan the example prescription and print its label to $(LABEL)"
	@echo "make test    run every check and test on the source tree, and on the built wheel what depends on being installed"
	@echo "make test-fast   linter, types and the tests of single modules, for the time between two changes"
	@echo "make test-long   the same laws on tens of thousands of examples"
	@echo "make versions   the tests on every Python of $(VERSIONS) that is here"
	@echo "make bounds   the tests on the lowest versions that pyproject.toml admits, and on the newest"
	@echo "make sbom    what the program is made of with all its extras, as CycloneDX: build/ldn-compound.cdx.json"
	@echo "make supply  both of these"
	@echo "make coverage   which lines and branches the tests run, as a table and in build/coverage"
	@echo "make fuzz   try hostile texts on every reader, RUNS=100000 each"
	@echo "make mutate   break the package on purpose and list what no test notices"
	@echo "make reliability   kill, fill up and cut off the pharmacy's log, in a file and in PostgreSQL: nothing may be lost"
	@echo "make benchmark   speed, as ratios"
	@echo "make docs    write docs/api.md, calculations.md, cli.md, facts.md, findings.md and the tables of json.md from the code"
	@echo "make site    the docs as a site, build/site/index.html; a dead link or a page that nothing leads to is an error"
	@echo "make contact   draw every design of label on every stock into build/contact, to look at before a release"
	@echo "make zipapp  the program and all that it needs as one file, build/ldn-compound.pyz, for any Python of this version"
	@echo "make frozen  the program with its own Python as a folder, build/frozen/ldn-compound"
	@echo "make constraints   take the newest test tools, and write their versions down"
	@echo "make hooks   run linter and types before each commit"
	@echo "make clean   remove what these commands made"

python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Python 3.11 or later is needed: $(PYTHON) is %d.%d. Try make PYTHON=python3.12 ..." % v[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "$(PYTHON) lacks venv: install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }

# --- the example ---

.venv/.installed: $(SOURCES) | python
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet .
	@touch $@

label: .venv/.installed
	@mkdir -p $(OUT)
	.venv/bin/ldn-compound capsules $(PRESCRIPTION) --profile $(PROFILE)
	.venv/bin/ldn-compound capsules $(PRESCRIPTION) --profile $(PROFILE) --json > $(PLAN)
	.venv/bin/ldn-compound labels print $(PLAN) --profile $(PROFILE) --stock zebra-4x2 \
		--patient "Jane Doe" --timing bedtime --prescriber "Dr. A. Example" \
		--prescription-number 100234 --lot C-2026-1122-01 --date-filled $(MADE_ON) --refills 0 -o $(LABEL)

# --- the tests ---

# The group of test tools is read by pip 25.1 and later; the pip that a new environment brings may be older. The tools
# have the versions of tests/constraints.txt; what the package itself depends on is the newest there is.
define install_tests
	$(PYTHON) -m venv --clear $(1)
	$(1)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(1)/bin/python -m pip install --quiet --constraint tests/constraints.txt --group test --group hooks $(2)
endef

.venv-test/.installed: pyproject.toml tests/constraints.txt | python
	@[ ! -L .venv-test ] || { echo ".venv-test is a link: making it anew would empty somebody else's" >&2; exit 1; }
	$(call install_tests,.venv-test,--group site --editable .)
	@touch $@

test: check system-packages site test-source test-wheel

system-packages:
	@sh tools/system_packages.sh

check: .venv-test/.installed
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy

test-source: .venv-test/.installed
	.venv-test/bin/python -m pytest -n $(WORKERS)

# The wheel is built from the source distribution and installed in an environment of its own. Its files are the sources',
# byte for byte, so that what was proved of them holds here; tested again is what depends on where they lie, what was
# shipped and how the program is called. These tests run out of the unpacked source distribution with the package and the
# label data taken away, so nothing but the wheel can be imported. `make test-wheel WHEEL_TESTS=tests` runs all of them.
WHEEL_TESTS ?= tests/repo tests/golden tests/cli/test_exit_codes.py tests/labels/test_labels_command.py \
	tests/labels/test_printed.py tests/unit/reference tests/unit/labelling
test-wheel: .venv-test/.installed
	rm -rf build/dist build/tree .venv-wheel
	.venv-test/bin/python -m build --no-isolation --outdir build/dist .
	.venv-test/bin/python tools/same_build.py build/dist
	mkdir -p build/tree
	tar -xzf build/dist/*.tar.gz -C build/tree --strip-components=1
	rm -rf build/tree/ldn_compound build/tree/labels
	$(call install_tests,.venv-wheel,$$(echo build/dist/*.whl))
	cd build/tree && ../../.venv-wheel/bin/python -c "import ldn_compound as p; assert 'site-packages' in p.__file__, p.__file__; print('testing', p.__file__)"
	.venv-wheel/bin/python tools/same_files.py .
	cd build/tree && ../../.venv-wheel/bin/python -m pytest -n $(WORKERS) $(WHEEL_TESTS)

# One module at a time, and what a person reads; without properties, junk, documents and pictures.
test-fast: check
	.venv-test/bin/python -m pytest -n $(WORKERS) tests/unit tests/golden tests/repo/test_floors.py tests/repo/test_codes.py

# Not part of `make test`: they take long.
test-long: .venv-test/.installed
	LONG=1 .venv-test/bin/python -m pytest tests/properties tests/cli/test_junk.py

VERSIONS ?= 3.11 3.12 3.13 3.14
versions:
	@sh tools/versions.sh "$(WORKERS)" $(VERSIONS)

# TESTS=tests/unit tries fewer; BOUNDS=lowest one of the two.
BOUNDS ?= lowest newest
bounds: | python
	@PYTHON="$(PYTHON)" sh tools/bounds.sh "$(WORKERS)" $(BOUNDS)

# The bill of materials is that of a wheel in an environment that holds nothing else, not even pip; it is read from
# outside by the tool of the CycloneDX project, which holds it to its schema. No time or serial number stands in it.
SBOM := build/ldn-compound.cdx.json
sbom: .venv-test/.installed
	rm -rf build/dist .venv-sbom .venv-shipped
	.venv-test/bin/python -m build --no-isolation --outdir build/dist .
	$(PYTHON) -m venv --without-pip .venv-shipped
	.venv-test/bin/python -m pip --python .venv-shipped/bin/python install --quiet \
		"$$(echo build/dist/*.whl)[$$($(PYTHON) tools/lowest.py --extras)]"
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet "cyclonedx-bom>=7"
	.venv-sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
		--validate --output-file $(SBOM) .venv-shipped/bin/python
	@.venv-test/bin/python -m tools.materials $(SBOM) build/dist/*.whl

supply: sbom bounds

# TARGET=plan tries one reader; RUNS texts for each. atheris counts what a text reaches: a tool of this command alone.
RUNS ?= 100000
fuzz: .venv-test/.installed
	.venv-test/bin/python -m pip install --quiet atheris || echo "atheris cannot be installed here: by chance alone"
	.venv-test/bin/python -m tools.fuzz --runs $(RUNS) $(if $(TARGET),--target $(TARGET))

coverage: .venv-test/.installed
	.venv-test/bin/python -m pytest -n $(WORKERS) --cov --cov-report=term --cov-report=html tests

mutate: .venv-test/.installed
	.venv-test/bin/python -m tools.mutation $(WITH)

# WITH="--kills 500 --stops 50" for larger numbers. As root it also mounts a small disk, and fills it.
WITH ?=
reliability: .venv-test/.installed system-packages
	.venv-test/bin/python -m tools.log_reliability $(WITH)

# Against the wheel, with its byte code, as at a user's.
benchmark: .venv-test/.installed
	rm -rf build/dist .venv-bench
	.venv-test/bin/python -m build --outdir build/dist .
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet build/dist/*.whl
	cd build && ../.venv-bench/bin/python ../benchmarks/speed.py

docs: .venv-test/.installed
	.venv-test/bin/python tools/cli_docs.py
	.venv-test/bin/python tools/code_docs.py
	.venv-test/bin/python -m tools.facts_docs
	.venv-test/bin/python -m tools.finding_docs
	.venv-test/bin/python -m tools.formula_docs
	.venv-test/bin/python -m tools.api_docs

# The pages of docs and of the repository, in the order of docs/index.md; --fresh-env, because Sphinx does not repeat a
# warning of a page that it knows.
site: .venv-test/.installed
	rm -rf build/site
	.venv-test/bin/sphinx-build --quiet --fresh-env --fail-on-warning --nitpicky --jobs auto --conf-dir docs \
		--doctree-dir build/site-pages . build/site
	@printf '<meta http-equiv="refresh" content="0; url=docs/index.html">\n' > build/site/index.html
	@echo "build/site/index.html"

contact: .venv-test/.installed
	.venv-test/bin/python -m tools.contact_sheet

# Both in an environment of their own, with the wheel; then they compute the published examples. A plain zipapp cannot
# hold Pillow, which is compiled: shiv's unpacks itself once, into ~/.shiv.
.venv-pack/.installed: .venv-test/.installed $(SOURCES)
	rm -rf build/dist
	.venv-test/bin/python -m build --no-isolation --wheel --outdir build/dist .
	$(PYTHON) -m venv --clear .venv-pack
	.venv-pack/bin/python -m pip install --quiet "shiv>=1.0.8" "pyinstaller>=6.11" build/dist/*.whl
	@touch $@

zipapp: .venv-pack/.installed
	.venv-pack/bin/shiv --console-script ldn-compound --python "/usr/bin/env python3" \
		--output-file build/ldn-compound.pyz build/dist/*.whl
	$(PYTHON) build/ldn-compound.pyz selftest

frozen: .venv-pack/.installed
	.venv-pack/bin/pyinstaller --log-level ERROR --noconfirm --name ldn-compound --distpath build/frozen \
		--workpath build/frozen-work --specpath build/frozen-work --collect-data ldn_compound \
		--collect-submodules ldn_compound --collect-submodules reportlab.graphics.barcode \
		.venv-pack/bin/ldn-compound
	build/frozen/ldn-compound/ldn-compound selftest
	build/frozen/ldn-compound/ldn-compound labels show zebra-4x2

constraints: | python
	PYTHON="$(PYTHON)" sh tools/constraints.sh

hooks: .venv-test/.installed
	.venv-test/bin/pre-commit install --hook-type pre-commit --hook-type commit-msg

clean:
	rm -rf .venv .venv-test .venv-wheel .venv-bench .venv-pack .venv-sbom .venv-shipped .venv-lowest .venv-newest \
		.venv-3.* build $(OUT) .coverage* .mypy_cache .ruff_cache \
		.pytest_cache .hypothesis
