# The one front door. `make` alone lists the targets; every target works from a clean clone and installs what it lacks.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BUILD ?= build
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
# A pattern for `make test`: a part of the name of a room, a unit test program or a Python test.
T ?=
MAKEFLAGS += --no-print-directory

.PHONY: help build demo test check tidy conform crash bench coverage fmt install clean setup setup-test

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: setup $(BUILD)/build.ninja ## build the program at build/firn
	@NINJA_STATUS='build [%f/%t %es] ' ninja -C $(BUILD) -j $(JOBS) < /dev/null
	@python3 tests/tidy/slowest.py $(BUILD)

demo: build ## the main job, watched: a lake, real telemetry into it, SQL out of it
	@python3 demo/demo.py --firn $(BUILD)/firn < /dev/null

test: setup-test build ## run every test, or those that match T=pattern
	@tests/run.sh $(BUILD) '$(T)'

check: tidy test ## what CI runs, with the warnings of tidy in front

tidy: ## rooms, text and size rules; prints the include picture
	@python3 tests/tidy/rooms.py src
	@python3 tests/tidy/text.py .

conform: setup-test build ## only the conformance tests: real clients against build/firn
	@FIRN=$(CURDIR)/$(BUILD)/firn .venv/bin/python -m pytest tests/conformance -q $(if $(T),-k '$(T)') < /dev/null

crash: setup-test build ## only the crash tests: kills under load, full disks, damaged logs
	@FIRN=$(CURDIR)/$(BUILD)/firn .venv/bin/python -m pytest tests/crash -q -s $(if $(T),-k '$(T)') < /dev/null

bench: setup-test build ## measure against raw DuckDB; prints a table, writes $(BUILD)/bench/results.json
	@ninja -C $(BUILD) firn_bench_load < /dev/null
	@.venv/bin/python bench/bench.py --build $(BUILD) < /dev/null

coverage: setup ## rewrite docs/coverage.md from the models and the handler files
	@python3 codegen/generate.py --models .deps/botocore/botocore/data --source . --out $(BUILD)/gen --coverage docs/coverage.md

fmt: ## format the C++ sources
	@deps/install.sh format
	@find src -name '*.h' -o -name '*.cc' | xargs clang-format -i

install: build ## install program and engine library under PREFIX (default /usr/local)
	@cmake --install $(BUILD) --prefix '$(PREFIX)'

clean: ## remove what was built; keeps .deps and .venv
	rm -rf build build-*

setup:
	@deps/install.sh build

setup-test:
	@deps/install.sh test

# Ninja configures again by itself whenever a CMake file, a source list or an operation changes.
$(BUILD)/build.ninja: | setup
	@echo 'build: configuring'
	@cmake --preset release -B $(BUILD) < /dev/null
