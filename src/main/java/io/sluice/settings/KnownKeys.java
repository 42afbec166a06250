package io.sluice.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which settings Kong has, which have an effect here, and which must not be ignored. */
final class KnownKeys {

    private static final Set<String> HONOURED = Set.of(
            "allow_debug_header",
            "client_body_buffer_size",
            "client_ssl",
            "client_ssl_cert",
            "client_ssl_cert_key",
            "database",
            "declarative_config",
            "declarative_config_string",
            "error_default_type",
            "headers",
            "headers_upstream",
            "kafka_acks_all",
            "kafka_compression",
            "kafka_max_body_size",
            "kafka_partitioner",
            "log_level",
            "max_bytes_held",
            "max_connections_per_client",
            "max_requests_in_flight",
            "nginx_events_worker_connections",
            "lua_max_post_args",
            "lua_max_req_headers",
            "lua_max_uri_args",
            "lua_ssl_trusted_certificate",
            "plugin_folder",
            "plugin_max_body_size",
            "plugin_phase_timeout",
            "plugins",
            "port_maps",
            "prefix",
            "proxy_access_log",
            "proxy_listen",
            "real_ip_header",
            "real_ip_recursive",
            "route_match_calculation",
            "refuse_ambiguous_targets",
            "router_flavor",
            "ssl_cert",
            "ssl_cert_key",
            "ssl_cipher_suite",
            "ssl_ciphers",
            "ssl_prefer_server_ciphers",
            "ssl_protocols",
            "ssl_session_timeout",
            "status_listen",
            "status_ssl_cert",
            "status_ssl_cert_key",
            "tls_certificate_verify",
            "trusted_ips",
            "upstream_keepalive_idle_timeout",
            "upstream_keepalive_max_requests",
            "upstream_keepalive_pool_size",
            "vault_env_prefix");

    private static final Set<String> DIRECTIVES = Set.of(
            "charset",
            "client_body_buffer_size",
            "client_body_timeout",
            "client_header_timeout",
            "client_max_body_size",
            "keepalive_requests",
            "keepalive_timeout",
            "large_client_header_buffers",
            "proxy_buffer_size",
            "proxy_ssl_trusted_certificate",
            "proxy_ssl_verify",
            "real_ip_header",
            "real_ip_recursive",
            "send_timeout",
            "ssl_prefer_server_ciphers",
            "ssl_protocols",
            "ssl_session_timeout",
            "underscores_in_headers");

    private static final Pattern IN_A_BLOCK = Pattern.compile("nginx_(?:location|proxy|http)_(.*)");
    private static final List<String> PREFIXES = List.of("nginx_", "vault_", "pluginserver_");
    /** Each says who may connect, or what is verified. */
    private static final Pattern GUARDS = Pattern.compile("stream_listen"
            + "|nginx_(?:location|proxy|http)_(?:allow|deny|satisfy|auth_.*|limit_(?:conn|req).*"
            + "|ssl_(?:verify_client|client_certificate|trusted_certificate|crl|ocsp))");

    private final Set<String> known;

    KnownKeys() {
        try (InputStream in = KnownKeys.class.getResourceAsStream("kong-keys.txt")) {
            known = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
            known.addAll(HONOURED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> all() {
        return known;
    }

    boolean isKnown(String key) {
        return known.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }

    boolean isHonoured(String key) {
        Matcher injected = IN_A_BLOCK.matcher(key);
        return HONOURED.contains(key) || (injected.matches() && DIRECTIVES.contains(injected.group(1)));
    }

    boolean isGuard(String key) {
        return GUARDS.matcher(key).matches();
    }
}
