# Everything a person does with Sluice's source. Needs git, make, Maven >= 3.8 and a JDK >= 25, which need not be the default one.
MVN    ?= mvn
MFLAGS := -B -ntp -Dstyle.color=never
JDK    ?= $(shell ./tools/find-jdk 25)
MINUTES ?= 10
MUTATIONS ?= 1000000
ROUNDS ?= 1000
YAML_LANGUAGE_SERVER := yaml-language-server@1.18.0
CONFIG ?= $(if $(wildcard kong.yml),kong.yml,kong.yml.example)

# Maven runs on the JDK that was found, whatever `java` is: the formatter parses with it.
export JAVA_HOME := $(JDK)
export MAVEN_OPTS := --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $(MAVEN_OPTS)

# Maven says only what is wrong: its own -q would leave out the warnings that stop the compiler.
build run lint fmt check docs schemas broker bench bench-proxy bench-router h2spec clocks: export MAVEN_OPTS += -Dorg.slf4j.simpleLogger.defaultLogLevel=warn

.PHONY: help build run lint test e2e fmt check docs schemas soak fuzz fuzz-edge lsp h2spec router-property bench bench-proxy bench-router clocks clean jdk broker

help: ## this list
	@echo "Sluice: HTTP requests into Kafka records, from a Kong file."
	@echo
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
	@echo
	@echo "  CONFIG=FILE     the declarative file for run and lint (now: $(CONFIG))"
	@echo "  JDK=DIR         a JDK >= 25 (now: $(or $(JDK),none found))"

jdk:
	@[ -n "$(JDK)" ] || { \
	  echo "No JDK 25 or newer found. Install one (for example Temurin 25, from adoptium.net or your system's packages)" >&2; \
	  echo "under /usr/lib/jvm, or name it: make JDK=/path/to/jdk, or set JAVA_HOME." >&2; exit 1; }
	@[ "$$(JAVA_HOME="$(JDK)" ./tools/find-jdk 25)" = "$(JDK)" ] || { \
	  echo "$(JDK) is not the home of a JDK 25 or newer; without JDK=... make looks for one by itself." >&2; exit 1; }
	@command -v $(firstword $(MVN)) > /dev/null || { \
	  echo "No $(firstword $(MVN)) found. Install Maven 3.8 or newer, or name it: make MVN=/path/to/mvn." >&2; exit 1; }

broker: broker/target/dist/lib/sluice-broker-0.1.0.jar broker/target/3.9/lib/sluice-broker-0.1.0.jar

broker/target/dist/lib/sluice-broker-0.1.0.jar: broker/pom.xml $(wildcard broker/src/main/java/io/sluice/broker/*) | jdk
	$(MVN) $(MFLAGS) -f broker/pom.xml package && touch $@

broker/target/3.9/lib/sluice-broker-0.1.0.jar: broker/pom.xml $(wildcard broker/src/main/java/io/sluice/broker/*) | jdk
	$(MVN) $(MFLAGS) -f broker/pom.xml package -P older && touch $@

build: target/built ## build the runnable tree in target/sluice

# Only when something has changed, so that run and lint start at once.
target/built: broker/target/dist/lib/sluice-broker-0.1.0.jar pom.xml LICENSE kong.yml.example \
              $(shell find src/main schema tools) | jdk
	$(MVN) $(MFLAGS) package -Dmaven.test.skip=true
	@$(JDK)/bin/java tools/LearnStart.java target/sluice
	@touch $@

run: build ## the gateway with a real broker inside, on kong.yml or the example
	@exec target/sluice/bin/sluice start --dev --config $(CONFIG)

lint: build ## check kong.yml, or the example if there is none; CONFIG=x.yml for another
	@exec target/sluice/bin/sluice lint $(CONFIG)

test: broker ## build everything and pass every test, end to end ones included
	$(MVN) $(MFLAGS) verify

e2e: broker ## the end-to-end tests alone
	$(MVN) $(MFLAGS) verify -Dsurefire.skip=true

fmt: jdk ## format the sources
	$(MVN) $(MFLAGS) spotless:apply

check: jdk ## format, static analysis and import rules, without running the tests
	$(MVN) $(MFLAGS) test-compile surefire:test -Dtest=ImportRulesTest

docs: jdk ## write what the docs take from schemas and sources
	$(MVN) $(MFLAGS) spotless:apply test -Dtest=ConfigurationReferenceTest,PluginGuideTest,SecurityTableTest -Ddocs.write=true

schemas: jdk ## write the schemas that are made from Kong's facts, and schema/kong.schema.json
	$(MVN) $(MFLAGS) spotless:apply test -Dtest=SchemasTest -Dschemas.write=true

fuzz: jdk ## lint MUTATIONS=1000000 damaged files: problems are all that may come of them
	$(MVN) $(MFLAGS) test -Dtest=MutatedFilesTest -Dsurefire.failIfNoSpecifiedTests=true -Dfuzz.mutations=$(MUTATIONS)

fuzz-edge: jdk ## send MUTATIONS=1000000 damaged byte streams into every reader of HTTP, PROXY headers and multipart
	$(MVN) $(MFLAGS) test -Dtest=MutatedRequestsTest,MutatedFramesTest -Dsurefire.failIfNoSpecifiedTests=true -Dfuzz.mutations=$(MUTATIONS)

lsp: jdk ## drive a YAML language server with our schema, as editors do (needs npm, and fetches the server)
	@if ! command -v npm > /dev/null; then echo "No npm found: skipped."; else \
	  npm install --silent --no-audit --no-fund --no-save --prefix target/lsp $(YAML_LANGUAGE_SERVER) && \
	  $(MVN) $(MFLAGS) test -Dtest=YamlLanguageServerTest -Dlsp.server=target/lsp/node_modules/.bin/yaml-language-server; fi

soak: broker ## the long soak of the proxy alone; MINUTES=10
	$(MVN) $(MFLAGS) verify -Dsurefire.skip=true -Dit.test=ProxySoakIT -Dsoak.seconds=$$((60 * $(MINUTES))) -Dsoak.megabytes=100

bench: build ## measure the gateway against the same web server without Kafka (Linux; a few minutes)
	@bench/run

bench-proxy: build ## measure proxying against nginx before the same upstream (Linux, nginx; some minutes)
	@bench/proxy

bench-router: build ## measure the router with JMH at up to 100,000 routes (some minutes); ARGS="-p routes=10" for JMH
	$(MVN) $(MFLAGS) -f bench/router/pom.xml package
	@bench/router/run $(ARGS)

router-property: jdk ## compare the router's index with a plain scan; ROUNDS=1000 sets of random routes per flavor
	$(MVN) $(MFLAGS) test -Dtest=IndexPropertyTest -DargLine="-Drouter.rounds=$(ROUNDS) -Drouter.seed=$$(date +%s)"

h2spec: build ## run the conformance suite of HTTP/2, if it is there (h2spec on the PATH)
	@bench/h2spec

clocks: build ## unit tests and quickstart on other days, in other zones and locales (faketime; an hour); ARGS="--quickstart turkish" for some
	$(MVN) $(MFLAGS) test-compile surefire:test failsafe:integration-test -Dtest=DateHeaderTest -Dit.test=ClocksIT -Dclocks.until=0
	@MVN="$(MVN)" tools/clocks $(ARGS)

clean: ## remove what was built
	rm -rf target broker/target bench/router/target
