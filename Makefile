# Checkmark: `make report` renders the homework (`make report-full` with its slow experiments), `make test` runs everything that CI runs.

SWIFT ?= swift
# Vectors as wide as this machine's: training is up to four times as fast, and no result changes.
NATIVE = -Xcc -march=native
RELEASE = -c release --static-swift-stdlib -Xswiftc -cross-module-optimization $(NATIVE)
CHECKMARK = .build/release/checkmark
PACKAGES = libcmark-dev cmark libjavascriptcoregtk-4.1-0 libjs-katex libjs-highlight.js libopenblas0-pthread graphviz pkg-config

.PHONY: report report-full test build deps lint golden benchmark clean

report: build
	$(CHECKMARK) build homework --output output

# The slow experiments take about a quarter of an hour.
report-full: build
	$(CHECKMARK) build homework --output output --full

build: deps
	$(SWIFT) build $(RELEASE) --product checkmark

test: deps lint
	bash .ci/deps chromium
	bash .ci/test-data
	$(SWIFT) build --build-tests -Xswiftc -warnings-as-errors
	$(SWIFT) test --skip-build --quiet --disable-xctest
	CHECKMARK_PLAIN=1 $(SWIFT) test --skip-build --quiet --disable-xctest --filter NumericCoreTests

# What is formatted otherwise, or imports what it may not.
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	bash .ci/imports

# Writes the expected reports of the golden tests anew; look at the difference before you commit it.
golden: deps
	CHECKMARK_RECORD=1 $(SWIFT) test --filter Golden

benchmark: build
	bash Benchmarks/run

deps:
	@bash .ci/deps $(PACKAGES)

clean:
	rm -rf .build output/*
