# `make check` answers the question for this very repository; `make test` runs the tests. Both install what is missing.
SWIFT ?= swift
# The Swift runtime is linked in: the program then starts in a few milliseconds. On macOS the system has it anyway.
STATIC := $(if $(filter Darwin,$(shell uname -s)),,--static-swift-stdlib)
RELEASE := .build/release/check-drift

.PHONY: check test lint bench build clean help

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make check   check this repository with itself, strictly
check: build
	$(RELEASE) --strict

## make build   build the program, optimised, into .build/release/check-drift
build:
	@scripts/bootstrap
	$(SWIFT) build -c release $(STATIC) --product check-drift

## make test    run all tests
test:
	@scripts/bootstrap test
	CHECK_DRIFT_PYTHON="$(CURDIR)/.build/test-venv/bin/python3" \
	CHECK_DRIFT_GENERATORS="$$(printf '%s:' "$(CURDIR)"/.build/generators/*/bin/python3 | sed 's/:$$//')" \
	$(SWIFT) test

## make lint    check the layout of the code
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Plugins

## make bench   measure against git on synthetic repositories; writes bench-results/
bench: build
	Benchmarks/run

## make clean   remove what was built
clean:
	rm -rf .build bench-results
