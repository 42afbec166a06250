package io.sluice.cli;

import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.lint.Silence;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import io.sluice.settings.Settings;
import io.sluice.settings.SettingsLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code start} serves and {@code explain} explains: settings, plugins, and the file. */
record Input(Settings settings, PluginCatalog catalog, Declaration declaration) {

    /**
     * Reads all of it, and reports what is wrong to {@code err}.
     *
     * @param conf a kong.conf, or null for the usual one
     * @param config the declarative file, or null for that of the settings
     * @param dialect as which tool it is judged
     * @param repeats whether what cannot be hosted will be said again, as an error
     * @param failed what did not happen if it cannot be used: {@code not started}
     */
    static Input read(
            @Nullable Path conf,
            @Nullable Path config,
            Dialect dialect,
            boolean repeats,
            PrintWriter err,
            String failed) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(conf, System.getenv());
        ProblemReport.text(loaded.problems(), err);
        Settings settings = loaded.settings();
        if (settings == null) {
            throw new Sluice.Failure(
                    Sluice.UNUSABLE, failed + ": " + ProblemReport.counts(loaded.problems()) + " in the settings");
        }
        PluginCatalog catalog;
        PluginSchemas schemas;
        try {
            catalog = PluginCatalog.discover(settings.pluginFolder()).enabled(settings.plugins());
            schemas = new PluginSchemas(catalog.loaders());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
        Path file = file(config, settings);
        DeclarationLoader.Loaded declared = new DeclarationLoader(schemas, env(settings), dialect).load(file);
        List<Problem> problems = new Silence(Set.of(), new Sources()::text).heard(declared.problems());
        Declaration declaration = declared.declaration();
        ProblemReport.text(
                repeats && declaration != null ? withoutErrorsToCome(problems, declaration, catalog) : problems, err);
        if (declaration == null) {
            throw new Sluice.Failure(
                    declared.usable() ? Sluice.FAILED : Sluice.UNUSABLE,
                    failed + ": " + file + " has " + ProblemReport.counts(problems));
        }
        return new Input(settings, catalog, declaration);
    }

    /** The environment, in which settings of the kong.conf stand as if they were variables. */
    private static Function<String, @Nullable String> env(Settings settings) {
        return name -> name.equals("KONG_VAULT_ENV_PREFIX") ? settings.vaultEnvPrefix() : System.getenv(name);
    }

    /** What is a warning to lint and refuses a start is said when it does. */
    private static List<Problem> withoutErrorsToCome(
            List<Problem> problems, Declaration declaration, PluginCatalog catalog) {
        Set<String> toCome = new HashSet<>();
        declaration.unhosted().forEach(problem -> toCome.add(problem.code() + problem.pointer()));
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.enabled() && catalog.find(entry.name()).isEmpty()) {
                toCome.add("plugin-not-hosted" + entry.pointer() + "/name"); // an error, or skipped in the summary
            }
        }
        return problems.stream()
                .filter(problem -> !toCome.contains(problem.code() + problem.pointer()))
                .toList();
    }

    private static Path file(@Nullable Path config, Settings settings) {
        if (config != null) {
            return config;
        }
        String usual = settings.declarativeConfig();
        if (usual == null || usual.isEmpty()) {
            throw new Sluice.Failure(
                    Sluice.UNUSABLE,
                    "no declarative file: name one with --config kong.yml, or set KONG_DECLARATIVE_CONFIG");
        }
        return Path.of(usual);
    }
}
