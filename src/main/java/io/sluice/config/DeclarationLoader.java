package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.config.source.SourceReader;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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

    /** Templates and vault references look up variables in {@code env}. */
    public DeclarationLoader(PluginSchemas plugins, Function<String, @Nullable String> env) {
        this(plugins, env, InstantSource.system());
    }

    /** With a clock of one's own: what ends in time ends by it. */
    public DeclarationLoader(PluginSchemas plugins, Function<String, @Nullable String> env, InstantSource clock) {
        this.file = SchemaFile.of(SchemaFile.resource("schema/kong.schema.json")
                .orElseThrow(() -> new IllegalStateException("no schema/kong.schema.json on the class path")));
        this.plugins = plugins;
        this.reader = new SourceReader(env);
        this.env = env;
        this.clock = clock;
    }

    /**
     * What became of a file.
     *
     * @param declaration null if there are errors
     * @param problems in the order of the file
     * @param usable false if the file could not be read as a text at all
     */
    public record Loaded(@Nullable Declaration declaration, List<Problem> problems, boolean usable) {}

    /** Never throws for what the file holds. */
    public Loaded load(Path path) {
        return load(reader.read(path));
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
            return new Loaded(null, problems.inOrder(), source.readable());
        }
        dropNulls(root);
        FormatVersion.apply(document, root, problems);
        new SchemaProblems(document, problems).validate(file, root, "");
        Reporter reporter = new Reporter(document, problems, new ArrayList<>());
        Load load = new Load(document, root, file, reporter, new Vaults(root, env), clock.instant());
        Declaration declaration = new Assembly(load, new PluginAssembly(load, plugins, problems)).assemble();
        return new Loaded(problems.hasErrors() ? null : declaration, problems.inOrder(), true);
    }

    /** In Kong, null means "not set". */
    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(e -> e.getValue().isNull());
        }
        node.forEach(DeclarationLoader::dropNulls);
    }
}
