package io.sluice.api.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A route, defaults filled in. Empty collections mean "not set".
 *
 * @param id of the file, else Kong's deterministic one, else random
 * @param name unique in the file, or null
 * @param service the service it leads to, or null for a service-less route
 * @param protocols among http https grpc grpcs tcp tls udp tls_passthrough
 * @param paths plain prefixes, or regular expressions after a {@code ~}
 * @param headers header name as written to the values of which one must match
 * @param httpsRedirectStatusCode 426, 301, 302, 307 or 308
 * @param regexPriority higher is tried first among regular expressions
 * @param createdAt seconds since the epoch, or null
 */
public record Route(
        UUID id,
        @Nullable String name,
        @Nullable Service service,
        Set<String> protocols,
        Set<String> methods,
        List<String> hosts,
        List<String> paths,
        Map<String, List<String>> headers,
        Set<String> snis,
        List<Endpoint> sources,
        List<Endpoint> destinations,
        int httpsRedirectStatusCode,
        int regexPriority,
        boolean stripPath,
        String pathHandling,
        boolean preserveHost,
        boolean requestBuffering,
        boolean responseBuffering,
        Set<String> tags,
        @Nullable Long createdAt) {

    /**
     * An address condition.
     *
     * @param ip an address or a CIDR range, or null
     * @param port 0..65535, or null
     */
    public record Endpoint(@Nullable String ip, @Nullable Integer port) {}

    /** The name, else the id: what logs and metrics call this route. */
    public String label() {
        return name != null ? name : id.toString();
    }
}
