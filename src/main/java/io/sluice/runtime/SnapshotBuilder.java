package io.sluice.runtime;

import io.sluice.api.Credentials;
import io.sluice.api.Plugin;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.entity.Certificate;
import io.sluice.config.ConfigBinder;
import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import io.sluice.router.Flavor;
import io.sluice.router.Router;
import io.sluice.runtime.Unhosted.Skipped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot from a declaration, all or nothing: what fails is reported, and what was opened is closed again. */
public final class SnapshotBuilder {

    private static final Set<String> HTTP = Set.of("http", "https", "grpc", "grpcs", "ws", "wss");

    private final PluginCatalog catalog;
    private final HostServices host;
    private final Flavor flavor;
    private final Unhosted unhosted;

    public SnapshotBuilder(PluginCatalog catalog, HostServices host, Flavor flavor, Unhosted unhosted) {
        this.catalog = catalog;
        this.host = host;
        this.flavor = flavor;
        this.unhosted = unhosted;
    }

    /**
     * The result: a snapshot, or why there is none.
     *
     * @param snapshot empty if there are errors among the problems
     * @param skipped entries that were left out, in the order of the file
     */
    public record Built(Optional<Snapshot> snapshot, List<Problem> problems, List<Skipped> skipped) {}

    /** Safe to call again for another declaration. */
    public Built build(Declaration declaration) {
        Building building = new Building(declaration);
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.enabled() && isForHttp(entry)) {
                building.add(entry);
            }
        }
        return building.end();
    }

    /** Kong passes over an entry for streams alone; otherwise an entry's protocols choose no requests. */
    private static boolean isForHttp(PluginEntry entry) {
        return entry.protocols().isEmpty() || !Collections.disjoint(entry.protocols(), HTTP);
    }

    /** One declaration on its way to a snapshot. */
    private final class Building {
        private final Declaration declaration;
        private final Credentials credentials;
        private final Map<String, Certificate> certificates = new HashMap<>();
        private final List<Problem> problems;
        private final List<PluginInstance> instances = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();

        Building(Declaration declaration) {
            this.declaration = declaration;
            this.credentials = new CredentialIndex(declaration.consumers(), declaration.credentials());
            declaration.certificates().forEach(c -> certificates.put(c.id().toString(), c));
            boolean serves = unhosted.mode() != Unhosted.Mode.SHOW;
            this.problems = serves ? new ArrayList<>(declaration.unhosted()) : new ArrayList<>();
        }

        void add(PluginEntry entry) {
            Optional<PluginFactory<?>> factory = catalog.find(entry.name());
            if (factory.isPresent()) {
                make(factory.get(), entry);
                return;
            }
            switch (unhosted.mode()) {
                case SKIP -> skip(entry);
                case SHOW -> instances.add(Unhosted.shown(entry, null, absence(entry)));
                case REFUSE -> problems.add(refusal(entry));
            }
        }

        private String absence(PluginEntry entry) {
            return catalog.off().contains(entry.name())
                    ? "the setting 'plugins' does not enable it"
                    : Unhosted.absence(entry.name());
        }

        private Problem refusal(PluginEntry entry) {
            String name = entry.name();
            return catalog.off().contains(name)
                    ? problem(
                            entry,
                            "plugin-not-enabled",
                            "",
                            "plugin '" + name + "' is not enabled: its routes would run without it",
                            "add it to the setting 'plugins' (KONG_PLUGINS); 'bundled' stands for all that come with"
                                    + " Sluice")
                    : problem(
                            entry,
                            "plugin-not-hosted",
                            "",
                            "plugin '" + name + "' is not hosted by this version: its routes would run without it",
                            "remove it, set enabled: false, or start with --skip-unhosted; hosted are "
                                    + String.join(", ", catalog.names()));
        }

        private void skip(PluginEntry entry) {
            Skipped left = unhosted.skipped(entry);
            skipped.add(left);
            if (left.guards()) {
                instances.add(unhosted.closed(entry));
            }
        }

        private void make(PluginFactory<?> factory, PluginEntry entry) {
            try {
                instances.add(PluginInstance.of(
                        entry.name(), factory.priority(), EntryEnv.scopeOf(entry), create(factory, entry)));
            } catch (UnsupportedConfig e) {
                if (unhosted.mode() == Unhosted.Mode.SHOW) {
                    instances.add(Unhosted.shown(entry, factory.priority(), reasons(e)));
                    return;
                }
                for (UnsupportedConfig.Field field : e.fields()) {
                    problems.add(problem(entry, "unsupported", field.pointer(), field.reason(), null));
                }
            } catch (RuntimeException | LinkageError e) {
                problems.add(problem(
                        entry, "plugin-failed", "", "plugin '" + entry.name() + "' cannot be made: " + e, null));
            }
        }

        private static String reasons(UnsupportedConfig e) {
            return e.fields().stream()
                    .map(field -> field.pointer() + " " + field.reason())
                    .collect(Collectors.joining("; "));
        }

        private <C extends Record> Plugin create(PluginFactory<C> factory, PluginEntry entry) throws UnsupportedConfig {
            try (ContextLoader _ = ContextLoader.of(factory.getClass())) {
                return factory.create(
                        ConfigBinder.bind(entry.config(), factory.configType()),
                        new EntryEnv(host, credentials, certificates, entry));
            }
        }

        Built end() {
            if (problems.isEmpty()) {
                Router router = Router.compile(declaration.routes(), flavor);
                return new Built(Optional.of(new Snapshot(router, instances)), List.of(), skipped);
            }
            Snapshot.close(instances);
            return new Built(Optional.empty(), problems, skipped);
        }
    }

    private static Problem problem(
            PluginEntry entry, String code, String field, String message, @Nullable String hint) {
        Place place = field.isEmpty() ? entry.place() : entry.places().getOrDefault(field, entry.place());
        String pointer = field.isEmpty() ? entry.pointer() : entry.pointer() + "/config" + field;
        return new Problem(Problem.Severity.ERROR, code, place, pointer, null, message, hint);
    }
}
