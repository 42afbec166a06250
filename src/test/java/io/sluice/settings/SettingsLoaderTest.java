package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.testing.TestPem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

    @TempDir
    private Path folder;

    @Test
    void defaultsServe() {
        Settings settings = SettingsLoader.load(null, Map.of()).settings();

        assertThat(settings.proxyListen())
                .extracting(Listener::toString)
                .containsExactly("0.0.0.0:8000", "0.0.0.0:8443");
        assertThat(settings.proxyListen()).extracting(Listener::ssl).containsExactly(false, true);
        assertThat(settings.proxyListen()).extracting(Listener::http2).containsExactly(false, true);
        assertThat(settings.statusListen()).containsExactly(Listener.of("127.0.0.1", 8007));
        assertThat(settings.clients().body()).isZero();
        assertThat(settings.limits().kafkaBodyBytes()).isEqualTo(1_048_576);
        assertThat(settings.headers().server()).isTrue();
        assertThat(settings.kafka()).isEqualTo(new KafkaSettings("none", "murmur2", false));
    }

    @Test
    void producersAreTheHostsAffairToo() throws IOException {
        Path conf = conf("kafka_compression = zstd\nkafka_partitioner = crc32\n");

        assertThat(SettingsLoader.load(conf, Map.of("KONG_KAFKA_ACKS_ALL", "on"))
                        .settings()
                        .kafka())
                .isEqualTo(new KafkaSettings("zstd", "crc32", true));
        assertThat(SettingsLoader.load(
                                conf, Map.of("KONG_KAFKA_COMPRESSION", "brotli", "KONG_KAFKA_PARTITIONER", "murmur3"))
                        .problems())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "kafka_compression has an invalid value: 'brotli' (none, gzip, snappy, lz4, zstd)",
                        "kafka_partitioner has an invalid value: 'murmur3' (murmur2, crc32)");
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path conf = conf(
                "# a comment\nproxy_listen = 127.0.0.1:1 backlog=7 reuseport, [::1]:2 # both\nlog-level = warn\nlog_level=error\nkafka_max_body_size = 2m\n"
                        + "headers = server_tokens, \\\n  X-Kong-Request-Id\n[section]\nlog_level = debug\n");

        Settings settings = SettingsLoader.load(
                        conf, Map.of("KONG_KAFKA_MAX_BODY_SIZE", "3k", "KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE", "10M"))
                .settings();

        assertThat(settings.proxyListen()).extracting(Listener::toString).containsExactly("127.0.0.1:1", "[::1]:2");
        assertThat(settings.logLevel()).isEqualTo("error");
        assertThat(settings.limits().kafkaBodyBytes()).isEqualTo(3072);
        assertThat(settings.clients().body()).isEqualTo(10 << 20);
        assertThat(settings.headers().server()).isTrue();
        assertThat(settings.headers().responseLatency()).isFalse();
        assertThat(settings.headers().requestId()).isTrue();
    }

    @Test
    void aHashBeginsACommentUnlessItIsEscaped() throws IOException {
        Path conf = conf(
                ";log_level = debug\nprefix = /a\\#b # kept\nPREFIX = /c\nno setting\nvault.env-prefix=P\\\n_\\##x\n");

        Settings settings = SettingsLoader.load(conf, Map.of()).settings();

        assertThat(settings.logLevel()).isEqualTo("notice");
        assertThat(settings.prefix()).isEqualTo(Path.of("/a#b"));
        assertThat(settings.vaultEnvPrefix()).isEqualTo("P_#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KONG_PROXY_LISTEN | 8000 | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:99999 | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:8000 nonsense | must be of form",
                "KONG_LOG_LEVEL | verbose | debug, info, notice",
                "KONG_KAFKA_MAX_BODY_SIZE | -1 | expected a size",
                "KONG_LUA_MAX_URI_ARGS | 1001 | between 1 and 1000",
                "KONG_ROUTER_FLAVOR | expressions | traditional_compatible",
                "KONG_ROUTE_MATCH_CALCULATION | fast | original, strict",
                "KONG_DATABASE | postgres | off",
                "KONG_HEADERS | X-Nope | invalid entry",
                "KONG_STREAM_LISTEN | 0.0.0.0:9000 | not hosted",
                "KONG_LOG_LEVEL | {vault://env/missing} | failed to dereference",
                "KONG_PROXY_LISTEN | | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:8000 so_keepalive=1x:: | must be of form",
                "KONG_PROXY_LISTEN | unix:/tmp/s | must be of form",
                "KONG_PROXY_LISTEN | ::1:8000 | must be of form",
                "KONG_STREAM_LISTEN | 0.0.0.0:1 | not hosted",
                "KONG_NGINX_PROXY_SSL_VERIFY_CLIENT | on | not hosted",
                "KONG_SSL_CIPHER_SUITE | best | Undefined cipher suite best",
                "KONG_TRUSTED_IPS | 10.0.0.1/40 | got '10.0.0.1/40'",
                "KONG_PORT_MAPS | 80:0 | invalid port mapping (`port_maps`): 80:0",
                "KONG_REAL_IP_RECURSIVE | yes | must be on or off",
                "KONG_ALLOW_DEBUG_HEADER | 1 | must be on or off",
                "KONG_UPSTREAM_KEEPALIVE_POOL_SIZE | -1 | upstream_keepalive_pool_size must be 0 or greater",
                "KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT | soon | must be 0 or greater",
                "KONG_NGINX_HTTP_KEEPALIVE_TIMEOUT | 1x | expected a time",
                "KONG_NGINX_HTTP_LARGE_CLIENT_HEADER_BUFFERS | 8k | expected a number and a size",
                "KONG_HEADERS_UPSTREAM | via | headers_upstream: invalid entry 'via'",
                "KONG_PLUGIN_PHASE_TIMEOUT | 0 | needs some time",
                "KONG_SSL_CERT | /none.pem | ssl_cert_key must be specified",
                "KONG_SSL_CERT_KEY | /none.key | ssl_cert must be specified",
                "KONG_CLIENT_SSL | on | client_ssl_cert must be specified",
                "KONG_NGINX_HTTP_CHARSET | $charset | or off",
                "KONG_ERROR_DEFAULT_TYPE | text/css | error_default_type has an invalid value: 'text/css'",
                "KONG_PROXY_ACCESS_LOG | /dev/stdout json_log | log format 'json_log'",
                "KONG_PROXY_ACCESS_LOG | syslog:server=10.0.0.1 | syslog",
            })
    void badValuesAreErrorsThatSayWhatWasExpected(String variable, @Nullable String value, String message) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(null, Map.of(variable, value == null ? "" : value));

        assertThat(loaded.settings()).isNull();
        assertThat(loaded.problems()).anySatisfy(p -> {
            assertThat(p.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(p.message()).contains(message);
        });
    }

    @Test
    void whatHasNoEffectIsAWarningAndWhatIsUnknownGetsTheNearestName() throws IOException {
        Path conf = conf("pg_host = db\nproxy_lisen = x\nnginx_http_foo = bar\n");

        SettingsLoader.Loaded loaded = SettingsLoader.load(
                conf, Map.of("KONG_PROXY_PORT_80_TCP", "tcp://x", "KONG_SERVICE_HOST", "h", "KONG_LOG_LEVLE", "debug"));

        assertThat(loaded.settings()).isNotNull();
        assertThat(loaded.problems()).allMatch(p -> p.severity() == Problem.Severity.WARNING);
        assertThat(loaded.problems())
                .extracting(Problem::hint)
                .contains("did you mean 'proxy_listen'?", "did you mean 'KONG_LOG_LEVEL'?");
        assertThat(loaded.problems()).hasSize(4);
        assertThat(loaded.problems())
                .anySatisfy(p -> assertThat(p.place().line()).isEqualTo(2));
    }

    @Test
    void referencesAreResolvedAndNeverShown() {
        Map<String, String> env = Map.of("KONG_LOG_LEVEL", "{vault://env/my-level}", "MY_LEVEL", "hush");

        SettingsLoader.Loaded loaded = SettingsLoader.load(null, env);

        assertThat(loaded.settings()).isNull();
        assertThat(loaded.problems()).extracting(Problem::value).containsOnlyNulls();
        assertThat(SettingsLoader.load(null, Map.of("KONG_LOG_LEVEL", "{vault://env/my-level}", "MY_LEVEL", "warn"))
                        .settings()
                        .logLevel())
                .isEqualTo("warn");
    }

    @Test
    void aDeclarationMayStandInASettingAndIsNeverShown() throws IOException {
        String text = "_format_version: '3.0' # hush\nservices: []\n";
        SettingsLoader.Loaded loaded = SettingsLoader.load(null, Map.of("KONG_DECLARATIVE_CONFIG_STRING", text));

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().declarativeConfigString().reveal()).isEqualTo(text);
        assertThat(loaded.settings().toString()).doesNotContain("hush");
        assertThat(SettingsLoader.load(
                                conf("declarative_config_string = {\"a\": 1, \\\n\"b\": \"\\#\"} # a comment\n"),
                                Map.of())
                        .settings()
                        .declarativeConfigString()
                        .reveal())
                .isEqualTo("{\"a\": 1, \"b\": \"#\"}");
        assertThat(load(Map.of("KONG_DECLARATIVE_CONFIG_STRING", "")).declarativeConfigString())
                .isNull();
    }

    @Test
    void aDeclarativeFileWinsOverATextAndThatIsSaid() {
        SettingsLoader.Loaded both = SettingsLoader.load(
                null, Map.of("KONG_DECLARATIVE_CONFIG_STRING", "hush: 1", "KONG_DECLARATIVE_CONFIG", "kong.yml"));

        assertThat(both.problems()).hasSize(1);
        assertThat(both.problems().getFirst().code()).isEqualTo("no-effect");
        assertThat(both.problems().getFirst().place().toString()).isEqualTo("KONG_DECLARATIVE_CONFIG_STRING");
        assertThat(both.problems().toString()).doesNotContain("hush");
    }

    @Test
    void forAFileOnlyWhatItIsReadByIsLookedAt() throws IOException {
        Path conf = conf("plugins = bundled, mine\nproxy_listen = nonsense\nrouter_flavor = traditional\n"
                + "ssl_cert = /not/there\nlog_level = {vault://env/nope}\nvault_env_prefix = P_\n"
                + "kafka_max_body_size = 8m\nnginx_proxy_client_max_body_size = 2m\n");

        SettingsLoader.LoadedForFile loaded = SettingsLoader.forFile(
                conf,
                Map.of(
                        "KONG_ROUTE_MATCH_CALCULATION",
                        "strict",
                        "KONG_PLUGIN_FOLDER",
                        "/p",
                        "KONG_KAFKA_COMPRESSION",
                        "lz4"));

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings())
                .isEqualTo(new FileSettings(
                        List.of("bundled", "mine"),
                        Path.of("/p"),
                        "P_",
                        null,
                        null,
                        "traditional",
                        true,
                        new BodySettings(8 << 20, true, 2 << 20, true)));
        assertThat(SettingsLoader.forFile(conf(""), Map.of()).settings().bodies())
                .isEqualTo(BodySettings.DEFAULT);
        assertThat(SettingsLoader.forFile(conf, Map.of("KONG_KAFKA_MAX_BODY_SIZE", "much"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).hasToString("KONG_KAFKA_MAX_BODY_SIZE"));
        assertThat(SettingsLoader.forFile(conf, Map.of("KONG_PLUGINS", "other"))
                        .settings()
                        .plugins())
                .containsExactly("other");
        assertThat(SettingsLoader.forFile(conf(""), Map.of()).settings().plugins())
                .isNull();
        assertThat(SettingsLoader.forFile(folder.resolve("none.conf"), Map.of()).settings())
                .isNull();
    }

    @Test
    void anElementOfAListMayBeAReferenceAndTheVaultHasItsPrefix() throws IOException {
        Path conf = conf("trusted_ips = 10.0.0.0/8, {vault://env/office-net}\nvault_env_prefix = net_\n");

        Settings settings = SettingsLoader.load(conf, Map.of("NET_OFFICE_NET", "192.168.1.0/24"))
                .settings();
        assertThat(settings.clientAddress().trusted().contains("192.168.1.7")).isTrue();
        assertThat(settings.clientAddress().trusted().contains("10.0.0.1")).isTrue();

        assertThat(SettingsLoader.load(conf, Map.of("OFFICE_NET", "192.168.1.0/24"))
                        .problems())
                .extracting(Problem::message)
                .anyMatch(text -> text.startsWith("failed to dereference '{vault://env/office-net}': ")
                        && text.contains("NET_OFFICE_NET")
                        && text.endsWith(" for config option 'trusted_ips[2]'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{vault://aws/level}", "{vault://env/level/key}", "{vault://env}"})
    void aReferenceThatIsNotReadIsNeverTakenForAText(String reference) {
        assertThat(SettingsLoader.load(null, Map.of("KONG_PROXY_ACCESS_LOG", reference, "LEVEL", "off"))
                        .problems())
                .extracting(Problem::message)
                .contains("failed to dereference '" + reference + "': expected {vault://env/name}, the one kind that is"
                        + " read here, for config option 'proxy_access_log'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs/access.log | /kept/logs/access.log",
                "/dev/stdout | /dev/stdout",
                "off | off",
            })
    void aRelativeAccessLogIsUnderThePrefix(String value, String file) {
        assertThat(load(Map.of("KONG_PREFIX", "/kept", "KONG_PROXY_ACCESS_LOG", value))
                        .accessLog())
                .isEqualTo(file);
    }

    @Test
    void aNamedFileMustBeThere() {
        assertThat(SettingsLoader.load(folder.resolve("none.conf"), Map.of()).settings())
                .isNull();
    }

    @Test
    void offMeansNoListener() {
        assertThat(SettingsLoader.load(null, Map.of("KONG_STATUS_LISTEN", "off, 127.0.0.1:1"))
                        .settings()
                        .statusListen())
                .isEmpty();
    }

    @Test
    void whatProxyingNeedsIsRead() {
        Settings settings = load(Map.ofEntries(
                Map.entry("KONG_UPSTREAM_KEEPALIVE_POOL_SIZE", "0"),
                Map.entry("KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT", "1.5"),
                Map.entry("KONG_NGINX_PROXY_PROXY_SSL_VERIFY", "on"),
                Map.entry("KONG_NGINX_PROXY_PROXY_BUFFER_SIZE", "16k"),
                Map.entry("KONG_NGINX_HTTP_KEEPALIVE_TIMEOUT", "1m30s 60s"),
                Map.entry("KONG_NGINX_HTTP_CLIENT_BODY_TIMEOUT", "500ms"),
                Map.entry("KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE", "1m"),
                Map.entry("KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE", "2m"),
                Map.entry("KONG_NGINX_HTTP_UNDERSCORES_IN_HEADERS", "off"),
                Map.entry("KONG_PORT_MAPS", "80:8000, 443:8443"),
                Map.entry("KONG_TRUSTED_IPS", "10.0.0.0/8, unix:"),
                Map.entry("KONG_REAL_IP_HEADER", "X-Forwarded-For"),
                Map.entry("KONG_NGINX_PROXY_REAL_IP_RECURSIVE", "on"),
                Map.entry("KONG_HEADERS", "Via, X-Kong-Upstream-Status, off"),
                Map.entry("KONG_HEADERS_UPSTREAM", "off"),
                Map.entry("KONG_PLUGIN_FOLDER", "/plugins"),
                Map.entry("KONG_PREFIX", "/kept")));

        assertThat(settings.upstream().poolSize()).isZero();
        assertThat(settings.upstream().idleTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.upstream().verify()).isTrue();
        assertThat(settings.upstream().headBytes()).isEqualTo(16_384);
        assertThat(settings.clients().patience().idle()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.clients().patience().bodyGap()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.clients().body()).as("the inner block wins").isEqualTo(2 << 20);
        assertThat(settings.clients().head().underscores()).isFalse();
        assertThat(settings.clientAddress().outsidePorts()).isEqualTo(Map.of(8000, 80, 8443, 443));
        assertThat(settings.clientAddress().trusted().contains("10.1.1.1")).isTrue();
        assertThat(settings.clientAddress().header()).isEqualTo("X-Forwarded-For");
        assertThat(settings.clientAddress().recursive()).isTrue();
        assertThat(settings.headers())
                .isEqualTo(new HeaderSettings(false, true, false, false, false, true, false, false, false, "UTF-8"));
        assertThat(settings.pluginFolder()).isEqualTo(Path.of("/plugins"));
        assertThat(settings.prefix()).isEqualTo(Path.of("/kept"));
    }

    @Test
    void theCharsetOfTextsIsNginxsDirective() {
        assertThat(load(Map.of()).headers().charset()).isEqualTo("UTF-8");
        assertThat(load(Map.of("KONG_NGINX_HTTP_CHARSET", "off")).headers().charset())
                .isNull();
        assertThat(load(Map.of("KONG_NGINX_HTTP_CHARSET", "")).headers().charset())
                .isNull();
        SettingsLoader.Loaded inner = SettingsLoader.load(
                null, Map.of("KONG_NGINX_HTTP_CHARSET", "off", "KONG_NGINX_PROXY_CHARSET", "koi8-r"));
        assertThat(inner.settings().headers().charset()).isEqualTo("koi8-r");
        assertThat(inner.problems()).isEmpty();
    }

    @Test
    void certificatesArePathsTextsOrBase64() throws IOException {
        Path certificate = Files.writeString(folder.resolve("rsa.crt"), TestPem.text("rsa.crt"));
        String encoded =
                Base64.getEncoder().encodeToString(TestPem.text("ec.crt").getBytes(StandardCharsets.US_ASCII));
        Settings settings = load(Map.of(
                "KONG_SSL_CERT",
                certificate + ", " + encoded,
                "KONG_SSL_CERT_KEY",
                TestPem.text("rsa.pkcs1.key") + "," + TestPem.text("ec.sec1.key"),
                "KONG_CLIENT_SSL",
                "on",
                "KONG_CLIENT_SSL_CERT",
                TestPem.text("ec.crt"),
                "KONG_CLIENT_SSL_CERT_KEY",
                TestPem.text("ec.pkcs8.key"),
                "KONG_NGINX_PROXY_PROXY_SSL_TRUSTED_CERTIFICATE",
                TestPem.text("ca.crt")));

        assertThat(settings.proxyTls().certificates())
                .extracting(PemPair::certificates)
                .containsExactly(TestPem.text("rsa.crt"), TestPem.text("ec.crt"));
        assertThat(settings.upstream().clientCertificate()).isNotNull();
        assertThat(settings.upstream().trusted()).isEqualTo(TestPem.text("ca.crt"));
        assertThat(settings.statusTls().certificates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa.crt, ec.crt | rsa.pkcs1.key | ssl_cert was specified 2 times while ssl_cert_key was specified 1 times",
                "none.crt | rsa.pkcs1.key | ssl_cert: failed loading certificate from none.crt",
                "rsa.crt | none.key | ssl_cert_key: failed loading key from none.key",
                "rsa.crt | ec.sec1.key | ssl_cert_key: the key is not that of the certificate",
            })
    void badPairsOfCertificateAndKeyAreErrorsThatShowNoKey(String certificates, String keys, String message) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(
                null, Map.of("KONG_SSL_CERT", texts(certificates), "KONG_SSL_CERT_KEY", texts(keys)));

        assertThat(loaded.settings()).isNull();
        assertThat(loaded.problems()).extracting(Problem::message).anyMatch(text -> text.startsWith(message));
        String secret = TestPem.text("ec.sec1.key").lines().skip(1).findFirst().orElseThrow();
        assertThat(loaded.problems().toString()).doesNotContain(secret);
    }

    private static String texts(String names) {
        return Stream.of(names.split(", ", -1))
                .map(name -> name.startsWith("none") ? name : TestPem.text(name))
                .collect(Collectors.joining(","));
    }

    @Test
    void withoutATlsListenerCertificatesAreNotLookedAt() {
        assertThat(load(Map.of("KONG_PROXY_LISTEN", "0.0.0.0:8000", "KONG_SSL_CERT", "/none.crt")))
                .isNotNull();
    }

    @Test
    void aSuiteOverridesWhatOnlyACustomOneReads() {
        Map<String, String> env = new HashMap<>(Map.of(
                "KONG_SSL_PROTOCOLS", "TLSv1.1 TLSv1.2",
                "KONG_SSL_CIPHERS", "ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-SHA256",
                "KONG_SSL_PREFER_SERVER_CIPHERS", "off"));
        assertThat(load(env).proxyTls().suite()).isEqualTo(CipherSuite.INTERMEDIATE);

        env.put("KONG_SSL_CIPHER_SUITE", "custom");
        CipherSuite custom = load(env).proxyTls().suite();
        assertThat(custom.protocols()).containsExactly("TLSv1.2");
        assertThat(custom.ciphers())
                .endsWith("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");
        assertThat(custom.serverOrder()).isFalse();

        env.put("KONG_SSL_CIPHERS", "HIGH:!aNULL");
        assertThat(SettingsLoader.load(null, env).settings()).isNull();
    }

    private static Settings load(Map<String, String> environment) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(null, environment);
        assertThat(loaded.settings()).as("%s", loaded.problems()).isNotNull();
        return loaded.settings();
    }

    private Path conf(String text) throws IOException {
        return Files.writeString(folder.resolve("kong.conf"), text);
    }
}
