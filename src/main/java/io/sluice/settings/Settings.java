package io.sluice.settings;

import io.sluice.api.HostLimits;
import io.sluice.api.Secret;
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
 * @param admission what all clients together may take
 * @param clientAddress who a client is
 * @param upstream connections to upstreams
 * @param trusted what plugins and producers trust ({@code lua_ssl_trusted_certificate})
 * @param tlsCertificateVerify {@code tls_certificate_verify}: nothing in the file may switch verification off
 * @param headers which of ours go on answers and to upstreams
 * @param limits what plugins see; {@code kafka_max_body_size}, {@code plugin_max_body_size} and {@code plugin_phase_timeout} are
 *     ours
 * @param kafka what the host decides for all producers
 * @param plugins {@code plugins}: names, {@code bundled} among them for all there are
 * @param pluginFolder {@code plugin_folder}, ours: where the jars of other people's plugins are, or null
 * @param vaultEnvPrefix {@code vault_env_prefix}: begins the name of every variable that {@code {vault://env/...}} asks for, or empty
 * @param declarativeConfig {@code declarative_config}, or null
 * @param declarativeConfigString {@code declarative_config_string}: what would stand in the file, or null
 * @param logLevel {@code log_level}: debug, info, notice, warn, error, crit, alert or emerg
 * @param accessLog {@code proxy_access_log}: off, or a file; standard output unless set
 * @param routerFlavor {@code router_flavor}: traditional_compatible or traditional
 * @param strictCalculation {@code route_match_calculation} is {@code strict}
 * @param prefix {@code prefix}: a folder for what is kept, or null where none was named
 */
public record Settings(
        List<Listener> proxyListen,
        List<Listener> statusListen,
        TlsSettings proxyTls,
        TlsSettings statusTls,
        ClientLimits clients,
        AdmissionSettings admission,
        ClientAddressSettings clientAddress,
        UpstreamSettings upstream,
        TrustedCertificates trusted,
        boolean tlsCertificateVerify,
        HeaderSettings headers,
        HostLimits limits,
        KafkaSettings kafka,
        List<String> plugins,
        @Nullable Path pluginFolder,
        String vaultEnvPrefix,
        @Nullable String declarativeConfig,
        @Nullable Secret declarativeConfigString,
        String logLevel,
        String accessLog,
        String routerFlavor,
        boolean strictCalculation,
        @Nullable Path prefix) {}
