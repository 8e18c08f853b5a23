# Checkmark: `make report` renders the homework (`make report-full` with its slow experiments), `make test` runs everything that CI runs,
# `make install PREFIX=~/.local` installs the program with its templates, completions and manual.

SWIFT ?= swift
# Vectors as wide as this machine's: training is up to four times as fast, and no result changes.
NATIVE = -Xcc -march=native
# What stands in for libcurl, which nothing here calls.
WITHOUT_CURL = -Xlinker -L$(CURDIR)/.ci/without-curl
RELEASE = -c release --static-swift-stdlib -Xswiftc -cross-module-optimization $(NATIVE) $(WITHOUT_CURL)
CHECKMARK = .build/release/checkmark
PACKAGES = libcmark-dev cmark libjavascriptcoregtk-4.1-0 libjs-katex libjs-highlight.js libopenblas0-pthread graphviz pkg-config

PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share

# How many damaged documents are judged, and which ones.
COUNT ?= 50000
SEED ?= 1

.PHONY: report report-full test build debug deps lint golden known-failures soundness benchmark fuzz clean man install

report: build
	$(CHECKMARK) build homework --output output

# The slow experiments take about a quarter of an hour.
report-full: build
	$(CHECKMARK) build homework --output output --full

build: deps
	$(SWIFT) build $(RELEASE) --product checkmark

# What is tested, and what writes the index that `lint` reads.
debug: deps
	$(SWIFT) build --build-tests -Xswiftc -warnings-as-errors

test: deps lint
	bash .ci/deps chromium
	bash .ci/test-data
	$(SWIFT) test --skip-build --quiet --disable-xctest
	CHECKMARK_PLAIN=1 $(SWIFT) test --skip-build --quiet --disable-xctest --filter NumericCoreTests

# What is formatted otherwise, imports what it may not, stands in folders that need one another, or looks for
# signs among Characters.
lint: debug
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	bash .ci/imports
	bash .ci/signs
	@bash .ci/deps python3
	.ci/cycles

# Writes the expected reports of the golden tests anew; look at the difference before you commit it.
golden: deps
	CHECKMARK_RECORD=1 $(SWIFT) test --filter Golden

# Strikes claims that are judged right now off the list of those that are not; it adds none.
known-failures: deps
	CHECKMARK_RECORD=1 $(SWIFT) test --disable-xctest --filter '^SoundnessTests\.(Case|Twin|Drawn)Tests'

# Draws claims and judges them; what is judged wrong is printed. CLAIMS says how many, SEED which.
soundness: deps
	$(SWIFT) build $(RELEASE) --product Soundness
	.build/release/Soundness

# The manual says what the program says of itself.
man: build
	@bash .ci/deps python3
	$(CHECKMARK) --experimental-dump-help | python3 .ci/manual "$$($(CHECKMARK) --version)" > .build/checkmark.1

install: man
	install -D $(CHECKMARK) $(DESTDIR)$(PREFIX)/bin/checkmark
	install -d $(SHARE)/checkmark/templates
	install -m 644 templates/* $(SHARE)/checkmark/templates
	install -D -m 644 .build/checkmark.1 $(SHARE)/man/man1/checkmark.1
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(CHECKMARK) --generate-completion-script bash > $(SHARE)/bash-completion/completions/checkmark
	$(CHECKMARK) --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_checkmark
	$(CHECKMARK) --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/checkmark.fish

benchmark: build
	bash Benchmarks/run

# Judges documents that were damaged at random; those that it fails on stay in .build/fuzz.
fuzz: build
	@bash .ci/deps python3
	python3 .ci/fuzz $(CHECKMARK) $(COUNT) $(SEED)

deps:
	@bash .ci/deps $(PACKAGES)

clean:
	rm -rf .build output/*
