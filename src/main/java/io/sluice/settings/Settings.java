package io.sluice.settings;

import io.sluice.api.HostLimits;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process is told from outside the declarative file, under Kong's names.
 *
 * @param proxyListen {@code proxy_listen}, {@code 0.0.0.0:8000, 0.0.0.0:8443 http2 ssl} unless set
 * @param statusListen {@code status_listen}
 * @param proxyTls for the proxy's listeners with {@code ssl}
 * @param statusTls for the status listeners with {@code ssl}
 * @param clients what a client may take
 * @param clientAddress who a client is
 * @param upstream connections to upstreams
 * @param headers which of ours go on answers and to upstreams
 * @param limits what plugins see; {@code kafka_max_body_size}, {@code plugin_max_body_size} and {@code plugin_phase_timeout} are
 *     ours
 * @param plugins {@code plugins}: names, {@code bundled} among them for all there are
 * @param pluginFolder {@code plugin_folder}, ours: where the jars of other people's plugins are, or null
 * @param declarativeConfig {@code declarative_config}, or null
 * @param logLevel {@code log_level}: debug, info, notice, warn, error, crit, alert or emerg
 * @param accessLog {@code proxy_access_log}: off, or a file; standard output unless set
 * @param strictCalculation {@code route_match_calculation} is {@code strict}
 * @param prefix {@code prefix}: a folder for what is kept, or null where none was named
 */
public record Settings(
        List<Listener> proxyListen,
        List<Listener> statusListen,
        TlsSettings proxyTls,
        TlsSettings statusTls,
        ClientLimits clients,
        ClientAddressSettings clientAddress,
        UpstreamSettings upstream,
        HeaderSettings headers,
        HostLimits limits,
        List<String> plugins,
        @Nullable Path pluginFolder,
        @Nullable String declarativeConfig,
        String logLevel,
        String accessLog,
        boolean strictCalculation,
        @Nullable Path prefix) {}
