# `make check` answers the question for this very repository; `make test` runs the tests. Both install what is missing.
SWIFT ?= swift
# The Swift runtime is linked in: the program then starts in a few milliseconds. On macOS the system has it anyway.
STATIC := $(if $(filter Darwin,$(shell uname -s)),,--static-swift-stdlib)
RELEASE := .build/release/check-drift

.PHONY: check test lint bench fuzz build clean help

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

## make bench   measure against git, ripgrep on 500 MB, and regenerating; writes bench-results/
bench: build
	$(SWIFT) build -c release --package-path Tests/Fuzz --scratch-path .build/readers
	Benchmarks/run
	Benchmarks/text
	Benchmarks/regenerate

## make fuzz    hand mutated bytes to every reader and judge; FUZZ_SECONDS (60) for each, SEEDS a folder of folders
FUZZ_SECONDS ?= 60
SEEDS ?= Tests/Fuzz/Seeds
fuzz:
	FUZZING=1 $(SWIFT) build -c release --package-path Tests/Fuzz --scratch-path .build/fuzz
	@for target in schema python typescript judge-python judge-typescript; do \
	  mkdir -p .build/fuzz/corpus/$$target && echo "== $$target" && \
	  SWIFT_BACKTRACE=enable=no .build/fuzz/release/fuzz $$target -max_total_time=$(FUZZ_SECONDS) -timeout=5 -max_len=3000 \
	    -rss_limit_mb=1500 -verbosity=0 -print_funcs=0 -print_final_stats=1 -artifact_prefix=.build/fuzz/$$target- \
	    .build/fuzz/corpus/$$target $(SEEDS)/$$target < /dev/null || exit 1; \
	done

## make clean   remove what was built
clean:
	rm -rf .build bench-results
