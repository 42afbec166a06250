package io.sluice.cli;

import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginEntry;
import io.sluice.lint.Silence;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import io.sluice.settings.FileSettings;
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
     * @param more plugins that the file may name beside those of the settings, for who serves nothing; null for a start, which
     *     needs all that are enabled and says again, as an error, what cannot be hosted
     * @param failed what did not happen if it cannot be used: {@code not started}
     */
    static Input read(
            @Nullable Path conf,
            @Nullable Path config,
            Dialect dialect,
            @Nullable List<String> more,
            PrintWriter err,
            String failed) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(conf, System.getenv());
        ProblemReport.text(loaded.problems(), err);
        Settings settings = loaded.settings();
        if (settings == null) {
            throw new Sluice.Failure(
                    Sluice.UNUSABLE, failed + ": " + ProblemReport.counts(loaded.problems()) + " in the settings");
        }
        KnownPlugins plugins = plugins(settings, more);
        Served served = served(config, settings);
        Sources sources = new Sources();
        DeclarationLoader.Loaded declared =
                served.load(new DeclarationLoader(plugins.schemas(), env(settings.vaultEnvPrefix()), dialect), sources);
        List<Problem> problems = new Silence(Set.of(), sources::text).heard(declared.problems());
        Declaration declaration = declared.declaration();
        ProblemReport.text(
                more == null && declaration != null
                        ? withoutErrorsToCome(problems, declaration, plugins.catalog())
                        : problems,
                err);
        if (declaration == null) {
            throw new Sluice.Failure(
                    declared.usable() ? Sluice.FAILED : Sluice.UNUSABLE,
                    failed + ": " + served.name() + " has " + ProblemReport.counts(problems));
        }
        return new Input(settings, plugins.catalog(), declaration);
    }

    private static KnownPlugins plugins(Settings settings, @Nullable List<String> more) {
        try {
            return more == null
                    ? KnownPlugins.strict(settings.pluginFolder(), settings.plugins())
                    : KnownPlugins.lenient(settings.pluginFolder(), settings.plugins(), more);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The environment of a file, by the settings. */
    static Function<String, @Nullable String> env(FileSettings settings) {
        return env(settings.vaultEnvPrefix());
    }

    /** The environment, in which a setting of the kong.conf stands as if it were a variable. */
    private static Function<String, @Nullable String> env(String vaultPrefix) {
        return name -> name.equals("KONG_VAULT_ENV_PREFIX") ? vaultPrefix : System.getenv(name);
    }

    /** What is a warning to lint and refuses a start is said when it does. */
    private static List<Problem> withoutErrorsToCome(
            List<Problem> problems, Declaration declaration, PluginCatalog catalog) {
        Set<String> toCome = new HashSet<>();
        declaration.unhosted().forEach(problem -> toCome.add(problem.code() + problem.pointer()));
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.enabled() && catalog.find(entry.name()).isEmpty()) {
                toCome.add("plugin-not-hosted" + entry.pointer() + "/name"); // an error, or skipped in the summary
                toCome.add("plugin-not-enabled" + entry.pointer() + "/name");
            }
        }
        return problems.stream()
                .filter(problem -> !toCome.contains(problem.code() + problem.pointer()))
                .toList();
    }

    private static Served served(@Nullable Path config, Settings settings) {
        return Served.of(config, settings.declarativeConfig(), settings.declarativeConfigString())
                .orElseThrow(() -> new Sluice.Failure(
                        Sluice.UNUSABLE,
                        "no declarative file: name one with --config kong.yml, or set KONG_DECLARATIVE_CONFIG or"
                                + " KONG_DECLARATIVE_CONFIG_STRING"));
    }
}
