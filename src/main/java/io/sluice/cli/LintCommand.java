package io.sluice.cli;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.observe.Logging;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = "Checks declarative files, offline. Says nothing but a count if there is nothing to say.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exits with 0 if the files are clean or have warnings alone, 1 if they have problems, 2 if one cannot be read.",
            "Templates $${{ env \"DECK_X\" }} are rendered from the environment."
        })
final class LintCommand implements Callable<Integer> {

    /** How problems are printed. */
    enum Format {
        text,
        json
    }

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "kong.yml, in Kong's or decK's dialect.")
    private List<Path> files = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text for people, json for tools (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--plugin-folder",
            paramLabel = "DIR",
            description = "Where the jars of other people's plugins are (default: $KONG_PLUGIN_FOLDER).")
    private @Nullable Path pluginFolder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.configure("error", Map.of());
        try (PluginCatalog catalog = PluginCatalog.discover(pluginFolder())) {
            return lint(new DeclarationLoader(new PluginSchemas(catalog.loaders()), System.getenv()::get));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Path pluginFolder() {
        String usual = System.getenv("KONG_PLUGIN_FOLDER");
        return pluginFolder != null || usual == null || usual.isEmpty() ? pluginFolder : Path.of(usual);
    }

    private int lint(DeclarationLoader loader) {
        List<Problem> problems = new ArrayList<>();
        boolean usable = true;
        for (Path file : files) {
            DeclarationLoader.Loaded loaded = loader.load(file);
            problems.addAll(loaded.problems());
            usable &= loaded.usable();
        }
        report(problems);
        if (!usable) {
            return Sluice.UNUSABLE;
        }
        return ProblemReport.count(problems, Problem.Severity.ERROR) > 0 ? Sluice.FAILED : Sluice.OK;
    }

    private void report(List<Problem> problems) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            ProblemReport.json(problems, out);
            return;
        }
        ProblemReport.text(problems, out);
        out.println(
                files.size() == 1
                        ? files.getFirst() + ": " + ProblemReport.counts(problems)
                        : files.size() + " files: " + ProblemReport.counts(problems));
        out.flush();
    }
}
