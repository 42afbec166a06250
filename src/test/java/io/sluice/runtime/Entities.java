package io.sluice.runtime;

import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Entities for tests, as a file with just these fields would give them. */
public final class Entities {

    private Entities() {}

    public static Service service(String name) {
        return new Service(
                UUID.randomUUID(),
                name,
                "http",
                "127.0.0.1",
                80,
                null,
                5,
                60_000,
                60_000,
                60_000,
                true,
                null,
                null,
                null,
                List.of(),
                Set.of());
    }

    public static Route route(String name, Service service) {
        return route(name, service, Set.of("http", "https"), 426, "/" + name);
    }

    public static Route route(String name, Service service, Set<String> protocols, int redirect, String... paths) {
        return new Route(
                UUID.randomUUID(),
                name,
                service,
                protocols,
                Set.of(),
                List.of(),
                List.of(paths),
                Map.of(),
                Set.of(),
                List.of(),
                List.of(),
                redirect,
                0,
                true,
                "v0",
                false,
                true,
                true,
                Set.of(),
                null);
    }
}
