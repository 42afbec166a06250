package io.sluice.settings;

import io.sluice.api.HostLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process is told from outside the declarative file, under Kong's names.
 *
 * @param proxyListen {@code proxy_listen}, {@code 0.0.0.0:8000} unless set (Kong's default has a TLS listener besides, which this
 *     version does not have)
 * @param statusListen {@code status_listen}
 * @param declarativeConfig {@code declarative_config}, or null
 * @param logLevel {@code log_level}: debug, info, notice, warn, error, crit, alert or emerg
 * @param accessLog {@code proxy_access_log}: off, or a file; standard output unless set
 * @param maxBodyBytes {@code nginx_http_client_max_body_size}; 0 for no limit
 * @param limits what plugins see; {@code kafka_max_body_size} is ours
 * @param strictCalculation {@code route_match_calculation} is {@code strict}
 * @param headers {@code headers}: which of ours go on answers
 * @param errorType {@code error_default_type}
 * @param plugins {@code plugins}: names, {@code bundled} among them for all there are
 */
public record Settings(
        List<Listener> proxyListen,
        List<Listener> statusListen,
        @Nullable String declarativeConfig,
        String logLevel,
        String accessLog,
        long maxBodyBytes,
        HostLimits limits,
        boolean strictCalculation,
        HeaderTokens headers,
        String errorType,
        List<String> plugins) {

    /** Which headers the gateway adds to its answers. */
    public record HeaderTokens(boolean server, boolean latency, boolean requestId) {}
}
