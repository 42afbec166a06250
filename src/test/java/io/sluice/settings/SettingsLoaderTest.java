package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {

    @TempDir
    private Path folder;

    @Test
    void defaultsServe() {
        Settings settings = SettingsLoader.load(null, Map.of()).settings();

        assertThat(settings.proxyListen()).containsExactly(new Listener("0.0.0.0", 8000, 16_384));
        assertThat(settings.statusListen()).containsExactly(new Listener("127.0.0.1", 8007, 16_384));
        assertThat(settings.maxBodyBytes()).isZero();
        assertThat(settings.limits().kafkaBodyBytes()).isEqualTo(1_048_576);
        assertThat(settings.headers().server()).isTrue();
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path conf = conf(
                "# a comment\nproxy_listen = 127.0.0.1:1 backlog=7 reuseport, [::1]:2 # both\nlog-level = warn\nlog_level=error\nkafka_max_body_size = 2m\n"
                        + "headers = server_tokens, \\\n  X-Kong-Request-Id\n[section]\nlog_level = debug\n");

        Settings settings = SettingsLoader.load(
                        conf, Map.of("KONG_KAFKA_MAX_BODY_SIZE", "3k", "KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE", "10M"))
                .settings();

        assertThat(settings.proxyListen())
                .containsExactly(new Listener("127.0.0.1", 1, 7), new Listener("::1", 2, 16_384));
        assertThat(settings.logLevel()).isEqualTo("error");
        assertThat(settings.limits().kafkaBodyBytes()).isEqualTo(3072);
        assertThat(settings.maxBodyBytes()).isEqualTo(10 << 20);
        assertThat(settings.headers()).isEqualTo(new Settings.HeaderTokens(true, false, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KONG_PROXY_LISTEN | 8000 | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:99999 | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:8000 nonsense | must be of form",
                "KONG_PROXY_LISTEN | 0.0.0.0:8443 ssl | not hosted",
                "KONG_LOG_LEVEL | verbose | debug, info, notice",
                "KONG_KAFKA_MAX_BODY_SIZE | -1 | expected a size",
                "KONG_LUA_MAX_URI_ARGS | 1001 | between 1 and 1000",
                "KONG_ROUTER_FLAVOR | expressions | traditional_compatible",
                "KONG_ROUTE_MATCH_CALCULATION | fast | original, strict",
                "KONG_DATABASE | postgres | off",
                "KONG_HEADERS | X-Nope | invalid entry",
                "KONG_SSL_CERT | /a.pem | not hosted",
                "KONG_TRUSTED_IPS | 0.0.0.0/0 | not hosted",
                "KONG_LOG_LEVEL | {vault://env/missing} | failed to dereference",
            })
    void badValuesAreErrorsThatSayWhatWasExpected(String variable, String value, String message) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(null, Map.of(variable, value));

        assertThat(loaded.settings()).isNull();
        assertThat(loaded.problems()).anySatisfy(p -> {
            assertThat(p.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(p.place().file()).isEqualTo(variable);
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

    private Path conf(String text) throws IOException {
        return Files.writeString(folder.resolve("kong.conf"), text);
    }
}
