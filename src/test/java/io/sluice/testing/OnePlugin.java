package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.PluginRun;
import java.util.List;
import java.util.Map;

/** One plugin on a service with one route, as a file configures it: checked and filled in by its schema. */
public final class OnePlugin {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(CATALOG.names()), Map.<String, String>of()::get);

    private final PluginRun run;

    /** {@code config} is YAML. */
    public OnePlugin(String name, String config, FakeHost host) throws Exception {
        run = new PluginRun(declaration(name, config), CATALOG, host);
    }

    /** {@code upstream} are the headers of the service's answer, a 200. */
    public PluginRun.Outcome send(Request request, Headers upstream) throws Exception {
        return run.send(request, new Reply(200, upstream, new byte[0]));
    }

    public PluginRun.Outcome send(Request request) throws Exception {
        return send(request, new Headers());
    }

    /** What is said of a configuration: severity, pointer inside {@code config}, message. */
    public static List<String> problems(String name, String config) {
        return load(name, config).problems().stream()
                .map(problem -> problem.severity() + " "
                        + problem.pointer().replaceFirst("/services/0/plugins/0/config", "") + " " + problem.message())
                .toList();
    }

    private static Declaration declaration(String name, String config) {
        DeclarationLoader.Loaded loaded = load(name, config);
        assertThat(loaded.declaration()).as("%s: %s", config, loaded.problems()).isNotNull();
        return loaded.declaration();
    }

    private static DeclarationLoader.Loaded load(String name, String config) {
        return LOADER.load(
                "kong.yml",
                "{_format_version: '3.0', services: [{name: s, host: s.test, routes: [{name: r, paths: [/]}], plugins: [{name: "
                        + name + ", config: " + config + "}]}]}");
    }
}
