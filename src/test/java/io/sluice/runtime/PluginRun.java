package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.config.ConfigBinder;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.router.Calculation;
import io.sluice.router.PathNormalizer;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import io.sluice.testing.FakeHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests through the plugins of a declaration, without a gateway around them: access and header filters, by Kong's priorities. */
public final class PluginRun implements AutoCloseable {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(CATALOG.names()), Map.<String, String>of()::get);

    private final Router router;
    private final List<Plugin> plugins = new ArrayList<>();
    private final PluginChain chain;
    private final PhaseTimer timer = new PhaseTimer(HostLimits.DEFAULT.phaseTime());

    /**
     * What came of one request.
     *
     * @param reply what the client gets
     * @param upstream the request that went on to the service; null if a plugin answered it
     * @param upstreamTarget its path and query, or those it would have had
     */
    public record Outcome(Reply reply, @Nullable Request upstream, String upstreamTarget) {}

    /** The plugins of a service with one route, each entry as a file has it, {@code {name: key-auth, config: {}}}. */
    public static PluginRun of(FakeHost host, String... entries) throws Exception {
        String file = "{_format_version: '3.0', services: [{name: s, host: upstream.test, routes: "
                + "[{name: r, paths: [/], strip_path: false}], plugins: [" + String.join(",", entries) + "]}]}";
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", file);
        assertThat(loaded.declaration()).as("%s: %s", file, loaded.problems()).isNotNull();
        return new PluginRun(loaded.declaration(), CATALOG, host);
    }

    /** Makes the plugins. */
    public PluginRun(Declaration declaration, PluginCatalog catalog, FakeHost host) throws Exception {
        router = Router.compile(declaration.routes(), Calculation.ORIGINAL);
        List<PluginInstance> instances = new ArrayList<>();
        for (PluginEntry entry : declaration.plugins()) {
            PluginFactory<?> factory = catalog.find(entry.name()).orElseThrow();
            PluginEnv.Entry scope = new PluginEnv.Entry(
                    entry.id(),
                    entry.route() == null ? null : entry.route().id(),
                    entry.service() == null ? null : entry.service().id(),
                    entry.consumer() == null ? null : entry.consumer().id(),
                    entry.consumerGroup() == null ? null : entry.consumerGroup().id());
            Plugin plugin = create(factory, entry, host.at(scope));
            plugins.add(plugin);
            instances.add(PluginInstance.of(entry.name(), factory.priority(), scope, plugin));
        }
        chain = PluginChain.of(instances);
    }

    private static <C extends Record> Plugin create(PluginFactory<C> factory, PluginEntry entry, PluginEnv env)
            throws Exception {
        return factory.create(ConfigBinder.bind(entry.config(), factory.configType()), env);
    }

    public Outcome send(Request request) throws Exception {
        return send(request, Reply.json(200, "{}"));
    }

    /** {@code answer} is what the service would say. */
    public Outcome send(Request request, Reply answer) throws Exception {
        LiveExchange exchange = new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
        exchange.matched(router.match(new RoutingRequest(
                        request.method(), request.host(), exchange.path(), request.headers(), null, "http", 8000))
                .orElseThrow());
        PhaseRunner phases = new PhaseRunner(exchange, chain, timer);
        phases.access(chain, exchange.route().orElseThrow());
        if (exchange.reply() == null && exchange.service().isEmpty()) {
            exchange.refuse(503, "no Service found with those values");
        }
        Reply reply = exchange.reply();
        Reply made = reply == null ? answer : reply;
        Head head = new Head(made.status(), made.headers().copy());
        exchange.addResponseHeaders(head.headers, reply == null);
        phases.headerFilter(head);
        return new Outcome(
                new Reply(head.status, head.headers, made.body()),
                reply == null ? exchange.request() : null,
                UpstreamRequest.uriOf(exchange));
    }

    @Override
    public void close() {
        plugins.forEach(Plugin::close);
        timer.close();
    }
}
