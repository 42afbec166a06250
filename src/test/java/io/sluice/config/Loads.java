package io.sluice.config;

import io.sluice.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Loads texts for tests, at a time that stands still. */
final class Loads {

    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private Loads() {}

    static DeclarationLoader.Loaded load(String yaml) {
        return load(yaml, Map.of());
    }

    static DeclarationLoader.Loaded load(String yaml, Map<String, String> env) {
        return loader(new PluginSchemas(List.of("kafka-upstream")), env)
                .load("kong.yml", "_format_version: \"3.0\"\n" + yaml);
    }

    static DeclarationLoader loader(PluginSchemas plugins, Map<String, String> env) {
        return new DeclarationLoader(plugins, env::get, Dialect.ANY, InstantSource.fixed(NOW));
    }

    /** The declaration of a text that must be good. */
    static Declaration good(String yaml) {
        DeclarationLoader.Loaded loaded = load(yaml);
        return Objects.requireNonNull(
                loaded.declaration(), () -> loaded.problems().toString());
    }

    /** Pointer and message of each error. */
    static List<String> errors(String yaml) {
        return told(load(yaml), Problem.Severity.ERROR);
    }

    /** Pointer and message of each warning. */
    static List<String> warnings(String yaml) {
        return told(load(yaml), Problem.Severity.WARNING);
    }

    private static List<String> told(DeclarationLoader.Loaded loaded, Problem.Severity severity) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == severity)
                .map(p -> p.pointer() + " " + p.message())
                .toList();
    }

    /** A text as a YAML block, further in by so many blanks. */
    static String block(String text, int blanks) {
        return "|\n" + text.lines().map(line -> " ".repeat(blanks) + line).collect(Collectors.joining("\n")) + "\n";
    }
}
