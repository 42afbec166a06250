package io.sluice.cli;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginSchemas;
import io.sluice.observe.Logging;
import io.sluice.problem.Problem;
import io.sluice.settings.FileSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "dump",
        description = "Prints what a declarative file declares: flat, sorted, with ids and defaults.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What is printed loads to the same declaration. Secrets and values from the environment are printed as ****",
            "unless --with-secrets is given, and so is every text in the config of a plugin without a schema (--plugin);",
            "references to vaults are printed as they were written.",
            "Exits with 1 if the file has problems, 2 if it cannot be read."
        })
final class DumpCommand implements Callable<Integer> {

    /** How it is printed. */
    enum Format {
        yaml,
        json
    }

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "kong.yml, in Kong's or decK's dialect. Without one: what start would serve, by KONG_DECLARATIVE_CONFIG"
                            + " or KONG_DECLARATIVE_CONFIG_STRING.")
    private @Nullable Path file;

    @Option(names = "--no-defaults", description = "Leaves out what has its default.")
    private boolean noDefaults;

    @Option(names = "--with-secrets", description = "Prints secrets and values from the environment.")
    private boolean withSecrets;

    @Option(names = "--format", paramLabel = "FORMAT", description = "yaml or json (default: ${DEFAULT-VALUE}).")
    private Format format = Format.yaml;

    @Mixin
    private final CheckOptions gateway = new CheckOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.configure("error", Map.of());
        FileSettings settings = gateway.settings(spec.commandLine().getErr());
        Served served = Served.of(file, settings.declarativeConfig(), settings.declarativeConfigString())
                .orElseThrow(() -> new ParameterException(spec.commandLine(), Served.MISSING));
        try (KnownPlugins plugins = gateway.plugins(settings)) {
            return dump(plugins.schemas(), served, settings);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    private int dump(PluginSchemas schemas, Served served, FileSettings settings) {
        DeclarationLoader loader = new DeclarationLoader(schemas, Input.env(settings), Dialect.ANY);
        DeclarationLoader.Loaded loaded = served.load(loader, new Sources());
        PrintWriter err = spec.commandLine().getErr();
        if (loaded.declaration() == null) {
            List<Problem> errors = loaded.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .toList();
            ProblemReport.text(errors, err);
            return loaded.usable() ? Sluice.FAILED : Sluice.UNUSABLE;
        }
        CanonicalFile canonical = new CanonicalFile(loaded, schemas, !noDefaults, withSecrets);
        ObjectNode tree = canonical.tree();
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.yaml) {
            out.print(withNote(YamlText.of(tree)));
        } else {
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
        }
        out.flush();
        if (canonical.masked() > 0) {
            err.println("sluice: " + canonical.masked()
                    + (canonical.masked() == 1 ? " value is" : " values are")
                    + " printed as ****; --with-secrets prints what can be loaded again");
        }
        return Sluice.OK;
    }

    /** Defaults that are written out look as if somebody had chosen them; lint is not to take them for that. */
    private String withNote(String yaml) {
        return noDefaults || !yaml.contains("producer_request_acks: ")
                ? yaml
                : "# Defaults are written out here, those of Kafka producers too:\n# sluice: ignore-file acks-one\n"
                        + yaml;
    }
}
