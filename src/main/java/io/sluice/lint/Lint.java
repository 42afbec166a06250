package io.sluice.lint;

import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.config.source.Document;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import io.sluice.router.Calculation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All there is to say about a file: what its loading found, and the warnings of this room. Immutable, safe for concurrent use. */
public final class Lint {

    private final PluginSchemas schemas;
    private final SecretFields secrets;
    private final @Nullable Calculation calculation;
    private final BodyLimits bodies;

    /** For a host that was told nothing about the sizes of bodies. */
    public Lint(PluginSchemas schemas, @Nullable Calculation calculation) {
        this(schemas, calculation, BodyLimits.DEFAULT);
    }

    /** {@code calculation} is the one that the gateway will route by; null where it routes by another flavor than the default. */
    public Lint(PluginSchemas schemas, @Nullable Calculation calculation, BodyLimits bodies) {
        this.bodies = bodies;
        this.schemas = schemas;
        this.secrets = new SecretFields(schemas);
        this.calculation = calculation;
    }

    /** In the order of the file. A file with errors has no warnings but those of its loading. */
    public List<Problem> check(DeclarationLoader.Loaded loaded) {
        Declaration declaration = loaded.declaration();
        Document document = loaded.document();
        if (declaration == null || document == null) {
            return loaded.problems();
        }
        Warnings warnings = new Warnings(document);
        if (calculation != null) {
            new RouteWarnings(declaration.routes(), calculation, warnings).warn();
        }
        new PluginWarnings(schemas, declaration, document, warnings, loaded.partial()).warn();
        new KafkaWarnings(warnings).warn(declaration.plugins());
        new BodySizeWarnings(bodies, warnings).warn(declaration.plugins());
        new VerificationWarnings(warnings).warn(document, declaration.plugins());
        new SecretWarnings(secrets, warnings).warn(loaded);
        return merged(loaded.problems(), warnings.all());
    }

    /** What a plugin's own schema says already is not said again. */
    private static List<Problem> merged(List<Problem> found, List<Problem> more) {
        Problems all = new Problems();
        Set<String> said = new HashSet<>();
        for (Problem problem : found) {
            said.add(problem.code() + problem.pointer());
            all.add(problem);
        }
        for (Problem problem : more) {
            if (said.add(problem.code() + problem.pointer())) {
                all.add(problem);
            }
        }
        return all.inOrder();
    }
}
