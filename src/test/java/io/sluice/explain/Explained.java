package io.sluice.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.HostLimits;
import io.sluice.api.IpRanges;
import io.sluice.api.PluginEnv;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.http.Edge;
import io.sluice.router.Flavor;
import io.sluice.runtime.DryRun;
import io.sluice.runtime.HostServices;
import io.sluice.runtime.MemoryCounters;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.Snapshot;
import io.sluice.runtime.SnapshotBuilder;
import io.sluice.runtime.Unhosted;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.testing.FakeMetrics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file that requests are explained by, the way the command does it. */
final class Explained implements AutoCloseable {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(CATALOG.loaders()), Map.<String, String>of()::get);

    private final Declaration declaration;
    private final Snapshot snapshot;
    private final DryRun run;
    private final Explainer explainer;

    Explained(String file, Flavor flavor) {
        this(file, flavor, "10.0.0.0/8");
    }

    Explained(String file, Flavor flavor, String trustedIps) {
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", file);
        assertThat(loaded.declaration()).as("%s: %s", file, loaded.problems()).isNotNull();
        declaration = loaded.declaration();
        SnapshotBuilder.Built built =
                new SnapshotBuilder(CATALOG, nothingSent(), flavor, Unhosted.SHOWN).build(declaration);
        snapshot = built.snapshot().orElseThrow(() -> new AssertionError(built.problems()));
        run = new DryRun(snapshot, HostLimits.DEFAULT.phaseTime());
        explainer = new Explainer(
                run,
                new Edge(new ClientAddressSettings(new IpRanges(List.of(trustedIps)), "X-Real-IP", false, Map.of())),
                new Explainer.Ports(8000, 8443),
                declaration.routes());
    }

    private static HostServices nothingSent() {
        NothingSent nothing = new NothingSent();
        return new HostServices(
                nothing,
                nothing,
                new FakeMetrics(),
                new MemoryCounters(Clock.systemUTC()),
                Clock.systemUTC(),
                HostLimits.DEFAULT,
                new PluginEnv.Node(new UUID(1, 2), "localhost", 1));
    }

    /** One line of JSON lines, as tools get it. */
    JsonNode json(String line) throws Exception {
        StringWriter text = new StringWriter();
        new JsonReport(declaration, new PrintWriter(text)).print(explainer.explain(QuestionReader.read(line)));
        assertThat(text.toString().strip()).doesNotContain("\n");
        return JsonMapper.shared().readTree(text.toString());
    }

    /** The same, as people get it. */
    String text(String line) throws Exception {
        StringWriter text = new StringWriter();
        new TextReport(declaration, new PrintWriter(text)).print(explainer.explain(QuestionReader.read(line)));
        return text.toString();
    }

    @Override
    public void close() {
        run.close();
        snapshot.close();
    }
}
