package io.sluice.router;

import io.sluice.api.IpRanges;
import io.sluice.api.entity.Route.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a route's {@code sources} or {@code destinations}: an address or range, a port, or both.
 *
 * @param ranges null for any address
 * @param port -1 for any
 */
record EndpointRule(Endpoint written, @Nullable IpRanges ranges, int port) {

    static List<EndpointRule> all(List<Endpoint> endpoints) {
        return endpoints.stream()
                .map(e -> new EndpointRule(
                        e, e.ip() == null ? null : new IpRanges(List.of(e.ip())), e.port() == null ? -1 : e.port()))
                .toList();
    }

    boolean matches(@Nullable String address, int at) {
        return (port < 0 || port == at) && (ranges == null || (address != null && ranges.contains(address)));
    }
}
