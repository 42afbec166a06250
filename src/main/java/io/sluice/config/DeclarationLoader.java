package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.config.source.SourceReader;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loads a declarative file: text, templates, YAML, schema, references, entities. Reports every problem it can find in one go. Safe
 * for concurrent use.
 */
public final class DeclarationLoader {

    private final SchemaFile file;
    private final PluginSchemas plugins;
    private final SourceReader reader;
    private final Function<String, @Nullable String> env;
    private final InstantSource clock;
    private final Dialect dialect;
    private final boolean partial;

    /** Templates and vault references look up variables in {@code env}. */
    public DeclarationLoader(PluginSchemas plugins, Function<String, @Nullable String> env) {
        this(plugins, env, Dialect.ANY);
    }

    /** Judges as the tool of a dialect would. */
    public DeclarationLoader(PluginSchemas plugins, Function<String, @Nullable String> env, Dialect dialect) {
        this(plugins, env, dialect, InstantSource.system());
    }

    /** With a clock of one's own: what ends in time ends by it. */
    public DeclarationLoader(
            PluginSchemas plugins, Function<String, @Nullable String> env, Dialect dialect, InstantSource clock) {
        this.file = SchemaFile.of(SchemaFile.resource("schema/entities.json")
                .orElseThrow(() -> new IllegalStateException("no schema/entities.json on the class path")));
        this.plugins = plugins;
        this.reader = new SourceReader(env, dialect != Dialect.KONG);
        this.env = env;
        this.clock = clock;
        this.dialect = dialect;
        this.partial = false;
    }

    private DeclarationLoader(DeclarationLoader whole) {
        this.file = whole.file;
        this.plugins = whole.plugins;
        this.reader = whole.reader;
        this.env = whole.env;
        this.clock = whole.clock;
        this.dialect = whole.dialect;
        this.partial = true;
    }

    /**
     * The same for files that are a part of what a running gateway holds, such as decK's {@code gateway apply} takes: what they
     * refer to and do not hold is expected there. What is loaded so is for looking at, not for serving.
     */
    public DeclarationLoader forPartialFiles() {
        return new DeclarationLoader(this);
    }

    /**
     * What became of a file.
     *
     * @param declaration null if there are errors, also such as are warnings in the dialect of decK, which knows less
     * @param problems in the order of the file
     * @param usable false if the file could not be read as a text at all
     * @param document what was loaded as a tree: ids and defaults filled in, references resolved; null if it could not be read
     * @param references the vault references that were resolved in {@code document}, by JSON pointer, as they were written
     * @param partial whether it was read as a part of what a gateway holds
     * @param expected what such a part counts on, by kind and name; else empty
     */
    public record Loaded(
            @Nullable Declaration declaration,
            List<Problem> problems,
            boolean usable,
            @Nullable Document document,
            Map<String, String> references,
            boolean partial,
            List<Expected> expected) {}

    /** Loads a file, all files in a directory, or standard input ({@code -}). Never throws for what they hold. */
    public Loaded load(Path path) {
        return load(List.of(path));
    }

    /** Loads several, merged as decK merges them. */
    public Loaded load(List<Path> paths) {
        return load(reader.read(paths));
    }

    /** The same for a text; {@code name} stands for the file in messages. */
    public Loaded load(String name, String text) {
        return load(reader.parse(name, text));
    }

    private Loaded load(SourceReader.Source source) {
        Problems problems = new Problems();
        source.problems().forEach(problems::add);
        Document document = source.document();
        if (document == null || !(document.root() instanceof ObjectNode root)) {
            return new Loaded(null, problems.inOrder(), source.readable(), null, Map.of(), partial, List.of());
        }
        Elsewhere elsewhere = new Elsewhere(root, partial);
        Reporter reporter = new Reporter(document, problems, new ArrayList<>(), elsewhere);
        if (dialect != Dialect.KONG) {
            document.oddKeys().clear(); // decK has made texts of them
        }
        byDialect(root, reporter);
        ServiceUrl.expandAll(root, reporter);
        new EmptyValues(file, reporter).settle(root, "");
        FormatVersion.apply(document, root, dialect, problems);
        new SchemaProblems(document, problems).validate(file, root, "");
        Info.check(root, reporter);
        Info.tag(root);
        Load load = new Load(
                document, root, file, reporter, new Vaults(root, env), dialect, clock.instant(), new HashMap<>());
        Declaration declaration = new Assembly(load, new PluginAssembly(load, plugins, problems)).assemble();
        List<Problem> all = dialect == Dialect.DECK ? DeckRules.judged(problems.inOrder()) : problems.inOrder();
        return new Loaded(
                problems.hasErrors() ? null : declaration,
                all,
                true,
                document,
                load.references(),
                partial,
                elsewhere.expected());
    }

    /** What the tool of the dialect refuses and others read. */
    private void byDialect(ObjectNode root, Reporter reporter) {
        switch (dialect) {
            case ANY -> {}
            case KONG -> new KongRules(file, reporter).check(root);
            case DECK -> {
                new DeckShape().check(root, reporter);
                new DeckRules(root, reporter).check();
            }
        }
    }
}
