package io.sluice.upstream;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Host-wide settings of proxying.
 *
 * @param idlePerKey idle connections kept per pool key ({@code upstream_keepalive_pool_size}; 0 keeps none)
 * @param maxRequests requests that a connection serves ({@code upstream_keepalive_max_requests}; 0 for any number)
 * @param idle how long an idle connection is kept ({@code upstream_keepalive_idle_timeout}; zero for ever)
 * @param verify whether https upstreams are verified where their service says nothing ({@code nginx_proxy_proxy_ssl_verify})
 * @param trusted what they are checked against where their service names no CA ({@code nginx_proxy_proxy_ssl_trusted_certificate})
 * @param clientCertificate shown where their service names none ({@code client_ssl}), or null
 * @param headerBytes the largest response head ({@code nginx_proxy_proxy_buffer_size})
 * @param memoryBytes how much of a buffered request body stays in memory; the rest goes to a temporary file ({@code
 *     nginx_proxy_client_body_buffer_size})
 */
public record ProxySettings(
        int idlePerKey,
        int maxRequests,
        Duration idle,
        boolean verify,
        List<CaCertificate> trusted,
        @Nullable Certificate clientCertificate,
        int headerBytes,
        int memoryBytes) {

    public static final ProxySettings DEFAULT =
            new ProxySettings(512, 10_000, Duration.ofSeconds(60), false, List.of(), null, 32 * 1024, 1 << 20);
}
