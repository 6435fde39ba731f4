# Dossierkluis. `make demo` shows it, `make test` proves it, `make check` keeps the house tidy.
SWIFT ?= swift
PREFIX ?= /usr/local
BUILD_PACKAGES = libsodium-dev libsqlite3-dev pkg-config
TEST_PACKAGES = $(BUILD_PACKAGES) openssh-server openssh-client spin gcc libc6-dev python3 python3-venv python3-jsonschema python3-cryptography util-linux chromium chromium-driver firefox-esr age minisign default-jre-headless poppler-utils msmtp
# Those that people carry to other machines are one file each and need no library there; the service takes
# libsodium and SQLite from its host. Package.swift has the flags.
TRAVELLING = kluis kluis-gate kluis-keys
STAYING = kluisd kluis-bode
TOOLS = $(TRAVELLING) $(STAYING)
RELEASE = build -c release --static-swift-stdlib -Xlinker -s
MINUTES ?= 30
SECONDS_EACH ?= 60
export SWIFT SECONDS_EACH
export SWIFT_BACKTRACE = enable=no

.PHONY: help demo build test check sanitize fuzz torture soak release install bench clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: ## install what is missing, build, and show a vault at work
	@.ci/deps $(BUILD_PACKAGES)
	@$(SWIFT) build --product kluis && $(SWIFT) build --product kluisd && $(SWIFT) build --product kluis-keys
	@.ci/demo "$$($(SWIFT) build --show-bin-path)"

build: ## build everything, unoptimised
	@.ci/deps $(BUILD_PACKAGES)
	$(SWIFT) build

test: ## install what is missing, build, and run all tests
	@.ci/deps $(TEST_PACKAGES)
	@.ci/peers
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

check: ## lint, import walls, pure modules, file sizes, claims
	@.ci/deps $(BUILD_PACKAGES)
	@.ci/check "$(SWIFT)"

sanitize: ## by hand: the tests under ThreadSanitizer and AddressSanitizer
	@.ci/deps $(TEST_PACKAGES)
	@.ci/sanitize

fuzz: ## by hand: libFuzzer at every parser, SECONDS_EACH=60
	@.ci/deps $(BUILD_PACKAGES)
	@.ci/fuzz

torture: ## by hand: the fault tests in their long form, a thousand kills; hours
	@.ci/deps $(TEST_PACKAGES)
	@.ci/torture

soak: ## by hand: kluisd under mixed load, MINUTES=30, with its memory and files
	@.ci/deps $(TEST_PACKAGES)
	@.ci/soak $(MINUTES)

release: ## build the tools as they are installed: optimised, Swift linked in, stripped
	@.ci/deps $(BUILD_PACKAGES)
	@for tool in $(TRAVELLING); do KLUIS_WHOLE=1 $(SWIFT) $(RELEASE) --disable-local-rpath --product $$tool || exit 1; done
	@for tool in $(STAYING); do $(SWIFT) $(RELEASE) --product $$tool || exit 1; done
	@bin="$$($(SWIFT) $(RELEASE) --show-bin-path)"; \
	for tool in kluis kluis-keys kluisd kluis-bode; do "$$bin/$$tool" --version || exit 1; done

install: release ## install the tools below PREFIX
	@bin="$$($(SWIFT) build -c release --static-swift-stdlib --show-bin-path)"; \
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/dossierkluis/Policies"; \
	for tool in $(TOOLS); do install -m 755 "$$bin/$$tool" "$(DESTDIR)$(PREFIX)/bin/$$tool"; done; \
	install -m 644 Policies/*.json "$(DESTDIR)$(PREFIX)/share/dossierkluis/Policies/"

bench: release ## measure beside SQLCipher 4 and age, in one run
	@.ci/deps age
	@Benchmarks/run

clean:
	rm -rf .build
