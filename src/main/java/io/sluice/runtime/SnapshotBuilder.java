package io.sluice.runtime;

import io.sluice.api.HostLimits;
import io.sluice.api.Log;
import io.sluice.api.Metrics;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.Producers;
import io.sluice.config.ConfigBinder;
import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.router.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot from a declaration, all or nothing: what fails is reported, and what was opened is closed again. */
public final class SnapshotBuilder {

    private final PluginCatalog catalog;
    private final Producers producers;
    private final Metrics metrics;
    private final HostLimits limits;
    private final Calculation calculation;

    public SnapshotBuilder(
            PluginCatalog catalog, Producers producers, Metrics metrics, HostLimits limits, Calculation calculation) {
        this.catalog = catalog;
        this.producers = producers;
        this.metrics = metrics;
        this.limits = limits;
        this.calculation = calculation;
    }

    /**
     * The result: a snapshot, or why there is none.
     *
     * @param snapshot empty if there are errors among the problems
     */
    public record Built(Optional<Snapshot> snapshot, List<Problem> problems) {}

    public Built build(Declaration declaration) {
        List<Problem> problems = new ArrayList<>();
        List<PluginInstance> instances = new ArrayList<>();
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.enabled()) {
                make(entry, instances, problems);
            }
        }
        if (!problems.isEmpty()) {
            Snapshot.close(instances);
            return new Built(Optional.empty(), problems);
        }
        Router router = Router.compile(declaration.routes(), calculation);
        return new Built(Optional.of(new Snapshot(router, instances)), List.of());
    }

    private void make(PluginEntry entry, List<PluginInstance> instances, List<Problem> problems) {
        Optional<PluginFactory<?>> factory = catalog.find(entry.name());
        if (factory.isEmpty()) {
            problems.add(problem(
                    entry,
                    "plugin-not-hosted",
                    "",
                    "plugin '" + entry.name() + "' is not hosted by this version: its routes would run without it",
                    "remove it, set enabled: false, or use one of " + catalog.names()));
            return;
        }
        try {
            Plugin plugin = create(factory.get(), entry);
            instances.add(new PluginInstance(
                    entry.name(),
                    factory.get().priority(),
                    entry.route() == null ? null : entry.route().id(),
                    entry.service() == null ? null : entry.service().id(),
                    entry.consumer() == null ? null : entry.consumer().id(),
                    plugin));
        } catch (UnsupportedConfig e) {
            for (UnsupportedConfig.Field field : e.fields()) {
                problems.add(problem(entry, "unsupported", field.pointer(), field.reason(), null));
            }
        }
    }

    private <C extends Record> Plugin create(PluginFactory<C> factory, PluginEntry entry) throws UnsupportedConfig {
        return factory.create(ConfigBinder.bind(entry.config(), factory.configType()), new Env(entry));
    }

    private static Problem problem(
            PluginEntry entry, String code, String field, String message, @Nullable String hint) {
        Place place = field.isEmpty() ? entry.place() : entry.places().getOrDefault(field, entry.place());
        String pointer = field.isEmpty() ? entry.pointer() : entry.pointer() + "/config" + field;
        return new Problem(Problem.Severity.ERROR, code, place, pointer, null, message, hint);
    }

    /** What one entry gets from its host. */
    private final class Env implements PluginEnv {
        private final String scope;
        private final Log log;

        Env(PluginEntry entry) {
            this.scope = scopeOf(entry);
            this.log = Log.of("plugin." + entry.name());
        }

        private static String scopeOf(PluginEntry entry) {
            if (entry.instanceName() != null) {
                return entry.instanceName();
            }
            if (entry.route() != null) {
                return entry.route().label();
            }
            if (entry.service() != null) {
                return entry.service().label();
            }
            return entry.consumer() != null ? entry.consumer().label() : "global";
        }

        @Override
        public String scope() {
            return scope;
        }

        @Override
        public Producers producers() {
            return producers;
        }

        @Override
        public Metrics metrics() {
            return metrics;
        }

        @Override
        public Log log() {
            return log;
        }

        @Override
        public HostLimits limits() {
            return limits;
        }
    }
}
