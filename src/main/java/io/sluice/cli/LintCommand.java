package io.sluice.cli;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginSchemas;
import io.sluice.lint.Lint;
import io.sluice.lint.Silence;
import io.sluice.observe.Logging;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = "Checks declarative files, offline. Says nothing if there is nothing to say.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exits with 0 if the files are clean or have warnings alone, 1 if they have problems, 2 if one cannot be read.",
            "Templates $${{ env \"DECK_X\" }} are rendered from the environment.",
            "",
            "A comment silences a warning where it stands: `# sluice: ignore CODE` on the line or above it, and",
            "`# sluice: ignore-file CODE` anywhere for the whole file. Errors cannot be silenced."
        })
final class LintCommand implements Callable<Integer> {

    /** How problems are printed. */
    enum Format {
        text,
        json,
        sarif,
        github
    }

    /** What the loader calls standard input. */
    private static final String STDIN = "stdin";

    private static final String DEFAULT_FLAVOR = "traditional_compatible";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, folders, or - for stdin; several are one declaration.")
    private List<Path> files = List.of();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "any reads what Kong or decK reads; kong and deck also say what that tool would refuse"
                    + " (default: any).")
    private Dialect dialect = Dialect.ANY;

    @Option(names = "--strict", description = "Warnings count as errors; notes do not.")
    private boolean strict;

    @Option(
            names = "--ignore",
            paramLabel = "CODE",
            split = ",",
            description = "Says nothing of warnings and notes with these codes; may be given several times.")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text for people; json, sarif (code scanning) and github (workflow commands) for tools"
                    + " (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "always, never, or auto: on a terminal, unless NO_COLOR is set (default: ${DEFAULT-VALUE}).")
    private Colours colours = Colours.auto;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Shows at most so many problems of one code as text, 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(
            names = "--plugin-folder",
            paramLabel = "DIR",
            description = "Where the jars of other people's plugins are (default: $KONG_PLUGIN_FOLDER).")
    private @Nullable Path pluginFolder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Sources sources = new Sources();

    @Override
    public Integer call() {
        Logging.configure("error", Map.of());
        try (PluginCatalog catalog = PluginCatalog.discover(folderOr(pluginFolder))) {
            PluginSchemas schemas = new PluginSchemas(catalog.loaders());
            return lint(
                    new DeclarationLoader(schemas, System.getenv()::get, dialect),
                    new Lint(schemas, calculation(System.getenv()), Wiring.bodyLimits(System.getenv())));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The folder that was asked for, else the one of the environment. */
    static @Nullable Path folderOr(@Nullable Path asked) {
        String usual = System.getenv("KONG_PLUGIN_FOLDER");
        return asked != null || usual == null || usual.isEmpty() ? asked : Path.of(usual);
    }

    /** As the gateway would be told; null where routes have another order than that of the default flavor. */
    private static @Nullable Calculation calculation(Map<String, String> env) {
        if (!env.getOrDefault("KONG_ROUTER_FLAVOR", DEFAULT_FLAVOR).equals(DEFAULT_FLAVOR)) {
            return null;
        }
        boolean strict = env.getOrDefault("KONG_ROUTE_MATCH_CALCULATION", "").equals("strict");
        return strict ? Calculation.STRICT : Calculation.ORIGINAL;
    }

    private int lint(DeclarationLoader loader, Lint lint) {
        DeclarationLoader.Loaded loaded = load(loader);
        List<Problem> heard = new Silence(ignored, sources::text).heard(lint.check(loaded));
        if (strict) {
            heard = heard.stream().map(LintCommand::strictly).toList();
        }
        report(heard);
        if (!loaded.usable()) {
            return Sluice.UNUSABLE;
        }
        return ProblemReport.count(heard, Problem.Severity.ERROR) > 0 ? Sluice.FAILED : Sluice.OK;
    }

    private static Problem strictly(Problem problem) {
        return problem.severity() == Problem.Severity.NOTE ? problem : problem.asError();
    }

    /** Standard input can be read but once: its text is kept, for what stands in its lines. */
    private DeclarationLoader.Loaded load(DeclarationLoader loader) {
        if (files.equals(List.of(Path.of("-")))) {
            sources.put(STDIN, stdin());
            return loader.load(STDIN, sources.text(STDIN));
        }
        return loader.load(files);
    }

    private static String stdin() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, "standard input cannot be read: " + e.getMessage());
        }
    }

    private void report(List<Problem> problems) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case json -> ProblemReport.json(problems, out);
            case sarif -> new SarifReport(out).print(problems);
            case github -> new GithubReport(out).print(problems);
            case text -> {
                new TextReport(out, sources, colours.wanted(), limit).print(problems);
                if (!problems.isEmpty()) {
                    out.println((files.size() == 1 ? files.getFirst() : files.size() + " files") + ": "
                            + ProblemReport.counts(problems));
                    out.flush();
                }
            }
        }
    }
}
