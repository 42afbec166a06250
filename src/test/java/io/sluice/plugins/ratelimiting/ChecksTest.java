package io.sluice.plugins.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.UnsupportedConfig;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import io.sluice.testing.OnePlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lint says of configurations, in Kong's words, and what a start refuses. */
class ChecksTest {

    private static final String NAME = "rate-limiting";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | ERROR  at least one of these fields must be non-empty: 'config.second', 'config.minute', 'config.hour', 'config.day', 'config.month', 'config.year'",
                "{minute: 3, hour: 2} | ERROR  The limit for hour(2.0) cannot be lower than the limit for minute(3.0)",
                "{second: 10, year: 9.5} | ERROR  The limit for year(9.5) cannot be lower than the limit for second(10.0)",
                "{minute: 3, hour: 5, day: 4, month: 2} | ERROR  The limit for month(2.0) cannot be lower than the limit for minute(3.0)",
                "{day: 0} | ERROR /day value must be greater than 0",
                "{day: -1} | ERROR /day value must be greater than 0",
                "{day: x} | ERROR /day expected a number",
                "{day: 1, error_code: 0} | ERROR /error_code value must be greater than 0",
                "{day: 1, error_code: 200} | WARNING /error_code a refusal needs a status of 400-599: with this one, clients get 500 instead",
                "{day: 1, limit_by: user} | ERROR /limit_by expected one of: consumer, credential, ip, service, header, path, consumer-group",
                "{day: 1, limit_by: header, header_name: 'a b'} | ERROR /header_name bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'",
                "{day: 1, limit_by: path, path: a} | ERROR /path should start with: /",
                "{day: 1, limit_by: path, path: /a//b} | ERROR /path must not have empty segments",
                "{day: 1, sync_rate: 10} | ERROR /sync_rate sync_rate can only be used with the redis policy",
                "{day: 1, policy: cluster} | ERROR /policy expected one of: local, redis",
                "{day: 1, policy: postgres} | ERROR /policy expected one of: local, redis, cluster",
                "{day: 1, policy: redis, sync_rate: 0.01, redis: {host: h}} | ERROR /sync_rate sync_rate must be greater than 0.02, or -1 to disable",
                "{day: 1, error_message: ''} | ERROR /error_message length must be at least 1",
                "{day: 1, redis_prot: 1} | ERROR /redis_prot unknown field",
                "{day: 1, redis_timeout: 5} | WARNING /redis_timeout rate-limiting: config.redis_timeout is deprecated, please use config.redis.timeout instead",
                "{day: 1, redis: {port: 65536}} | ERROR /redis/port value should be between 0 and 65535",
            })
    void oneThingIsWrong(String config, String problem) {
        assertThat(OnePlugin.problems(NAME, config)).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{day: 1, limit_by: header} | header_name | limit_by",
                "{day: 1, limit_by: path} | path | limit_by",
                "{day: 1, policy: redis} | host | policy",
            })
    void aChoiceNeedsItsField(String config, String field, String choice) {
        assertThat(OnePlugin.problems(NAME, config))
                .hasSize(2)
                .anyMatch(problem -> problem.endsWith(" required field missing: '" + field + "'"))
                .contains("ERROR  failed conditional validation given value of field 'config." + choice + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{second: 1, minute: 1, hour: 1.5, day: 2, month: 3, year: 4}",
                "{year: 0.5}",
                "{day: 1, sync_rate: -1}",
                "{day: 1, sync_rate: -1.0}",
                "{day: 1, policy: redis, sync_rate: 0.5, redis: {host: h}}",
                "{day: 1, redis: {host: h, cloud_authentication: {auth_provider: aws}}}",
                "{day: 1, header_name: X-T, path: /}",
            })
    void nothingIsWrong(String config) {
        assertThat(OnePlugin.problems(NAME, config)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis: {host: h}", "redis_host: h"})
    void countersOfSeveralGatewaysAreRefusedByName(String host) {
        String config = "{day: 1, policy: redis, " + host + "}";

        assertThatThrownBy(() -> Configured.plugin(new RateLimitingFactory(), config, new FakeHost()))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields()).singleElement().satisfies(field -> {
                            assertThat(field.pointer()).isEqualTo("/policy");
                            assertThat(field.reason()).contains("policy 'redis'");
                        }));
    }

    @Test
    void anOlderNameDoesNotOverrideTheField() {
        assertThat(OnePlugin.problems(NAME, "{day: 1, redis_port: 65536, redis: {port: 1}}"))
                .singleElement()
                .asString()
                .startsWith("WARNING /redis_port");
        assertThat(OnePlugin.problems(NAME, "{day: 1, redis_port: 65536}"))
                .contains("ERROR /redis/port value should be between 0 and 65535");
        assertThat(OnePlugin.problems(NAME, "{day: 1, redis_port: 1, redis: x}"))
                .contains("ERROR /redis expected a record");
    }
}
