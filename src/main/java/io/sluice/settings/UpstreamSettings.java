package io.sluice.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections to upstreams.
 *
 * @param poolSize idle connections kept per upstream address, 0 for none ({@code upstream_keepalive_pool_size})
 * @param maxRequests per connection, 0 for no limit ({@code upstream_keepalive_max_requests})
 * @param idleTimeout of a kept connection, zero for no limit ({@code upstream_keepalive_idle_timeout})
 * @param verify whether certificates are checked where a service does not say ({@code nginx_proxy_proxy_ssl_verify})
 * @param trusted PEM of what they are checked against where a service does not say, or null
 *     ({@code nginx_proxy_proxy_ssl_trusted_certificate})
 * @param clientCertificate shown where neither service nor upstream has one, or null ({@code client_ssl},
 *     {@code client_ssl_cert}, {@code client_ssl_cert_key})
 * @param headBytes the largest head of an answer ({@code nginx_proxy_proxy_buffer_size})
 * @param bodyBufferBytes how much of a request body is kept in memory before it goes to disk ({@code client_body_buffer_size})
 */
public record UpstreamSettings(
        int poolSize,
        int maxRequests,
        Duration idleTimeout,
        boolean verify,
        @Nullable String trusted,
        @Nullable PemPair clientCertificate,
        int headBytes,
        long bodyBufferBytes) {

    private static final int LARGEST_HEAD = 1 << 20;
    /** More than nginx's one page of memory, since answers over it would be refused for nothing. */
    private static final int USUAL_HEAD = 32 << 10;
    /** More than nginx's two pages: memory is cheaper than a file for each upload. */
    private static final int USUAL_BODY = 1 << 20;

    static UpstreamSettings read(SettingValues values) {
        String trusted = values.directive("proxy_ssl_trusted_certificate");
        String headSize = values.directive("proxy_buffer_size");
        long headBytes = values.size(headSize, USUAL_HEAD);
        if (headBytes < 1024 || headBytes > LARGEST_HEAD) {
            values.bad(headSize, "expected a size between 1k and 1m");
        }
        return new UpstreamSettings(
                values.notNegative("upstream_keepalive_pool_size", 512),
                values.notNegative("upstream_keepalive_max_requests", 10_000),
                values.seconds("upstream_keepalive_idle_timeout", 60),
                values.flag(values.directive("proxy_ssl_verify"), false),
                values.text(trusted).isEmpty() ? null : PemFiles.certificates(values, trusted),
                values.flag("client_ssl", false) ? PemFiles.pair(values, "client_ssl_cert") : null,
                Math.clamp(headBytes, 1024, LARGEST_HEAD),
                values.size(values.directive("client_body_buffer_size"), USUAL_BODY));
    }
}
