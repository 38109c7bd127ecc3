# The commands of this project. Each does what it needs done first; nothing has to be installed by
# hand but Python 3.11 or newer, git and make.

VENV := .venv
BIN := $(VENV)/bin
CONTENT ?= content

.PHONY: site organisers serve check test bench bench-search lock clean

site: $(VENV)/runtime
	@$(BIN)/dangwu build --content $(CONTENT)
	@echo "看一看：运行 make serve，再用浏览器打开 http://127.0.0.1:8000/"

organisers: $(VENV)/runtime
	@$(BIN)/dangwu build --content $(CONTENT) --edition organisers

serve: $(VENV)/runtime
	@$(BIN)/dangwu serve --content $(CONTENT)

check: $(VENV)/tests
	$(BIN)/ruff format --check generator tests bench
	$(BIN)/ruff check generator tests bench
	$(BIN)/mypy
	$(BIN)/dangwu check --content $(CONTENT)
	$(BIN)/pytest -q tests/test_help.py

test: $(VENV)/tests check
	scripts/browser
	scripts/servers
	$(BIN)/pytest -n 2 --dist loadfile

# Whole builds against Material, Zensical, Hugo, Hugo with Pagefind and the least that can be done.
# RECORDS=100000 measures ours alone; RUNS=5 builds five times instead of three.
bench: $(VENV)/runtime
	$(BIN)/python -m bench.builds

# The search against Pagefind's and Material's on the same records.
bench-search: $(VENV)/tests
	scripts/browser
	scripts/servers
	$(BIN)/python -m bench.search

$(VENV)/runtime: requirements.txt pyproject.toml scripts/venv
	scripts/venv $(VENV) requirements.txt
	@touch $@

$(VENV)/tests: requirements-dev.txt $(VENV)/runtime
	scripts/venv $(VENV) requirements-dev.txt
	@touch $@

# Locks are made anew on purpose only: exact versions with hashes, for every Python that is supported.
lock: $(VENV)/tests
	$(BIN)/python -m uv pip compile -q --universal --generate-hashes --no-emit-index-url \
	  --no-header --python-version 3.11 --upgrade --group build pyproject.toml -o requirements.txt
	$(BIN)/python -m uv pip compile -q --universal --generate-hashes --no-emit-index-url \
	  --no-header --python-version 3.11 --upgrade --group build --group dev pyproject.toml \
	  -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf site site-organisers .site.spare .site-organisers.spare .cache $(VENV)
