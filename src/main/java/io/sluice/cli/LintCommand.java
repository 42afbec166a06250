package io.sluice.cli;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.source.SourceReader;
import io.sluice.lint.Lint;
import io.sluice.lint.Silence;
import io.sluice.observe.Logging;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.settings.FileSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = "Checks declarative files, offline. Says nothing if there is nothing to say.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exits with 0 if the files are clean or have warnings and notes alone, 1 if they have problems, 2 if one cannot",
            "be read. Templates $${{ env \"DECK_X\" }} are rendered from the environment.",
            "",
            "A comment silences a warning where it stands: `# sluice: ignore CODE` on the line or above it, and",
            "`# sluice: ignore-file CODE` anywhere for the whole file. Errors cannot be silenced.",
            "",
            "  sluice lint kong.yml                            a file",
            "  sluice lint --plugin my-plugin kong.yml         one that names a plugin that is not Kong's",
            "  sluice lint --partial team-a.yml                a part of what a gateway holds, as for deck gateway apply",
            "  KONG_DECLARATIVE_CONFIG_STRING=... sluice lint  what start would serve"
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

    private static final List<Path> INPUT = List.of(Path.of("-"));

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Files, folders, or - for stdin; several are one declaration. Without one: what start would serve, by"
                            + " KONG_DECLARATIVE_CONFIG or KONG_DECLARATIVE_CONFIG_STRING.")
    private List<Path> files = List.of();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "any reads what Kong or decK reads; kong and deck also say what that tool would refuse"
                    + " (default: any).")
    private Dialect dialect = Dialect.ANY;

    @Option(
            names = "--partial",
            description =
                    "The files are a part of what a running gateway holds: entities that they refer to and do not declare are"
                            + " notes, and are listed at the end. A name that is near one of the files' is a warning.")
    private boolean partial;

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

    @Mixin
    private final CheckOptions gateway = new CheckOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Sources sources = new Sources();

    @Override
    public Integer call() {
        Logging.configure("error", Map.of());
        FileSettings settings = gateway.settings(spec.commandLine().getErr());
        try (KnownPlugins plugins = gateway.plugins(settings)) {
            DeclarationLoader whole = new DeclarationLoader(plugins.schemas(), Input.env(settings), dialect);
            return lint(
                    partial ? whole.forPartialFiles() : whole,
                    new Lint(plugins.schemas(), calculation(settings), Wiring.bodyLimits(settings.bodies())),
                    settings);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** As the gateway would be told; null where routes have another order than that of the default flavor. */
    private static @Nullable Calculation calculation(FileSettings settings) {
        if (!settings.routerFlavor().equals(FileSettings.DEFAULT_FLAVOR)) {
            return null;
        }
        return settings.strictCalculation() ? Calculation.STRICT : Calculation.ORIGINAL;
    }

    private int lint(DeclarationLoader loader, Lint lint, FileSettings settings) {
        Optional<Served> served = files.isEmpty() ? served(settings) : Optional.empty();
        DeclarationLoader.Loaded loaded =
                served.map(one -> one.load(loader, sources)).orElseGet(() -> load(loader));
        List<Problem> heard = new Silence(ignored, sources::text).heard(lint.check(loaded));
        if (strict) {
            heard = heard.stream().map(LintCommand::strictly).toList();
        }
        report(heard, loaded, served.map(Served::name).orElseGet(this::named));
        if (!loaded.usable()) {
            return Sluice.UNUSABLE;
        }
        return ProblemReport.count(heard, Problem.Severity.ERROR) > 0 ? Sluice.FAILED : Sluice.OK;
    }

    private Optional<Served> served(FileSettings settings) {
        return Optional.of(
                Served.of(settings).orElseThrow(() -> new ParameterException(spec.commandLine(), Served.MISSING)));
    }

    private static Problem strictly(Problem problem) {
        return problem.severity() == Problem.Severity.NOTE ? problem : problem.asError();
    }

    private String named() {
        if (files.equals(INPUT)) {
            return STDIN;
        }
        return files.size() == 1 ? files.getFirst().toString() : files.size() + " files";
    }

    /** Standard input can be read but once: its text is kept, for what stands in its lines. */
    private DeclarationLoader.Loaded load(DeclarationLoader loader) {
        if (files.equals(INPUT)) {
            sources.put(STDIN, stdin());
            return loader.load(STDIN, sources.text(STDIN));
        }
        return loader.load(files);
    }

    private static String stdin() {
        try {
            byte[] bytes = System.in.readNBytes(SourceReader.MOST_BYTES + 1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Sluice.Failure(Sluice.UNUSABLE, "standard input is not a text in UTF-8");
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, "standard input cannot be read: " + e.getMessage());
        }
    }

    private void report(List<Problem> problems, DeclarationLoader.Loaded loaded, String what) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case json -> ProblemReport.json(problems, partial ? loaded.expected() : null, out);
            case sarif -> new SarifReport(out).print(problems);
            case github -> new GithubReport(out).print(problems);
            case text -> {
                new TextReport(out, sources, colours.wanted(), limit).print(problems);
                if (!problems.isEmpty()) {
                    out.println(what + ": " + ProblemReport.counts(problems));
                }
                ProblemReport.text(loaded.expected(), out, "expected in the running gateway:");
                out.flush();
            }
        }
    }
}
