package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plugins of Kong's that are not hosted: their configurations are checked all the same. */
class OfficialPluginsTest {

    private static final PluginSchemas SCHEMAS = new PluginSchemas(Set.of("kafka-upstream"));

    private static List<Problem> problems(String plugin) {
        return new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                .load("kong.yml", "_format_version: \"3.0\"\nplugins: [{name: " + plugin + "}]\n")
                .problems();
    }

    private static List<String> told(String plugin, Problem.Severity severity) {
        return problems(plugin).stream()
                .filter(p -> p.severity() == severity)
                .map(p -> p.pointer().replace("/plugins/0/config", "") + " " + p.message())
                .toList();
    }

    static Stream<String> official() {
        return SCHEMAS.official().stream().filter(name -> SCHEMAS.file(name).isPresent());
    }

    @ParameterizedTest
    @MethodSource("official")
    void everyPluginHasASchema(String plugin) {
        assertThat(problems(plugin + ", config: {no_such_field: 1}"))
                .anyMatch(p -> p.pointer().equals("/plugins/0/config/no_such_field")
                        && p.message().equals("unknown field")
                        && p.place().toString().startsWith("kong.yml:2:"))
                .noneMatch(p -> p.message().contains("config is not checked"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openid-connect, config: {issuer: a, sesion_secret: b}              | /sesion_secret unknown field
            openid-connect, config: {issuer: a, redis: {port: 70000}}          | /redis/port value should be between 0 and 65535
            openid-connect                                                     | /issuer required field missing: 'issuer'
            rate-limiting-advanced, config: {limit: [5], window_size: 60}      | /window_size expected an array
            rate-limiting-advanced, config: {limit: [5], window_size: [60], strategy: memory} | /strategy expected one of: cluster, local, redis
            jwt, config: {run_on_preflight: 'yes'}                             | /run_on_preflight expected a boolean
            jwt, config: {maximum_expiration: 5, claims_to_verify: [nbf]}      | /claims_to_verify expected to contain: exp (failed conditional validation given value of field 'config.maximum_expiration')
            oauth2, config: {scopes: [a]}                                      |  at least one of these fields must be true: enable_authorization_code, enable_implicit_grant, enable_client_credentials, enable_password_grant
            aws-lambda, config: {aws_key: a}                                   |  all or none of these fields must be set: 'config.aws_key', 'config.aws_secret'
            pre-function                                                       |  at least one of these fields must be non-empty: 'config.certificate', 'config.rewrite', 'config.access', 'config.header_filter', 'config.body_filter', 'config.log', 'config.ws_handshake', 'config.ws_client_frame', 'config.ws_upstream_frame', 'config.ws_close'
            response-ratelimiting, config: {limits: {video: {minute: 10, hour: 5}}} | /limits/video the limit for hour(5.0) cannot be lower than the limit for minute(10.0)
            response-ratelimiting, config: {limits: {video: {}}}               | /limits/video at least one of these fields must be non-empty: 'second', 'minute', 'hour', 'day', 'month', 'year'
            response-ratelimiting, config: {limits: {}}                        | /limits length must be at least 1
            response-transformer, config: {add: {headers: [x]}}                | /add/headers/0 invalid value: x (expected name:value)
            statsd, config: {metrics: [{name: unique_users, stat_type: timer}]} | /metrics/0/stat_type value must be set (failed conditional validation given value of field 'name')
            http-log, config: {http_endpoint: a.example}                       | /http_endpoint missing host in url: expected scheme://host
            http-log, config: {http_endpoint: "http://a", headers: {host: a}}  | /headers cannot contain 'Host' header
            acme, config: {account_email: a@b.c, storage: redis}               |  required field missing: 'config.storage_config.redis.host' (failed conditional validation given value of field 'config.storage')
            zipkin, config: {static_tags: [{name: lc, value: a}]}              | /static_tags/0/name must not be one of: error, http.method, http.path, http.status_code, kong.balancer.state, kong.balancer.try, kong.consumer, kong.credential, kong.node.id, kong.route, kong.service, lc, peer.hostname
            bot-detection, config: {deny: ["(a"]}                              | /deny/0 not a valid regex: (a
            datakit, config: {nodes: [{name: a, type: cal}]}                   | /nodes/0/type expected one of: branch, cache, call, exit, jq, json_to_xml, jwt_decode, jwt_sign, jwt_verify, property, static, xml_to_json
            saml, config: {assertion_consumer_path: a, idp_sso_url: a, issuer: a, session_secret: short} | /session_secret length must be at least 32
            """)
    void mistakesAreFound(String plugin, String error) {
        assertThat(told(plugin, Problem.Severity.ERROR)).contains(error.startsWith("/") ? error : " " + error.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http-log, config: {http_endpoint: "http://a", queue_size: 5}          | http-log: config.queue_size is deprecated, please use config.queue.max_batch_size instead
            opentelemetry, config: {endpoint: "http://a"}                         | opentelemetry: config.endpoint is deprecated, please use config.traces_endpoint instead
            session, config: {cookie_renew: 5}                                    | session: config.cookie_renew is deprecated and has no effect
            proxy-cache-advanced, config: {strategy: redis, redis: {timeout: 5}}  | proxy-cache-advanced: config.redis.timeout is deprecated, please use config.redis.connect_timeout, send_timeout and read_timeout instead
            acme, config: {account_email: a@b, storage: redis, storage_config: {redis: {host: a, port: 1, auth: b}}} | acme: config.storage_config.redis.auth is deprecated, please use config.storage_config.redis.password instead
            openid-connect, config: {issuer: a, session_redis_host: b}            | openid-connect: config.session_redis_host is deprecated, please use config.redis.host instead
            """)
    void olderNamesAreReadWithAWarning(String plugin, String warning) {
        assertThat(told(plugin, Problem.Severity.ERROR)).isEmpty();
        assertThat(told(plugin, Problem.Severity.WARNING)).anyMatch(told -> told.endsWith(" " + warning));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bot-detection, config: {allow: ["(?=a)b", "(?<n>a)"]}
            http-log, config: {http_endpoint: "{vault://env/endpoint}"}
            proxy-cache, config: {strategy: memory}
            tcp-log, config: {host: "::1", port: 514}
            ai-proxy, config: {route_type: llm/v1/chat, model: {provider: openai, name: gpt-4}, auth: {header_name: a, header_value: b}}
            rate-limiting-advanced, config: {limit: [5]}, partials: [{name: shared}]
            acme, config: {account_email: a@b.c}
            """)
    void whatKongTakesIsTaken(String plugin) {
        assertThat(told(plugin, Problem.Severity.ERROR)).isEmpty();
    }

    @Test
    void aPluginForAllRequestsCannotBeForSome() {
        String file = """
                _format_version: "3.0"
                routes: [{name: r, paths: [/a]}]
                plugins: [{name: acme, route: r, config: {account_email: a@b.c}}]
                """;
        assertThat(new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                        .load("kong.yml", file)
                        .problems())
                .anyMatch(p -> p.pointer().equals("/plugins/0/route")
                        && p.message().equals("value must be null: plugin 'acme' cannot be scoped to a route"));
    }

    @Test
    void aPluginThatTheFileDeclaresIsChecked() {
        String file = """
                _format_version: "3.0"
                cloned_plugins: [{name: second-acl, ref: acl, priority: 5}]
                plugins: [{name: second-acl, config: {allow: [a], hide: true}}]
                """;
        assertThat(new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                        .load("kong.yml", file).problems().stream()
                                .filter(p -> p.severity() == Problem.Severity.ERROR)
                                .map(Problem::pointer))
                .containsExactly("/plugins/0/config/hide");
    }

    /** Whoever starts without the plugin does not need its secrets. */
    @Test
    void aSecretOfAPluginThatDoesNotRunIsNotAskedFor() {
        Declaration declaration = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                .load("kong.yml", """
                        _format_version: "3.0"
                        plugins: [{name: http-log, config: {http_endpoint: "{vault://env/nope}"}}]
                        """)
                .declaration();

        assertThat(declaration.unhosted()).isEmpty();
    }

    /** A secret is not repeated, however wrong it is. */
    @Test
    void secretsAreNotShown() {
        assertThat(problems("http-log, config: {http_endpoint: hush.example, timeout: x}")
                        .toString())
                .doesNotContain("hush");
        assertThat(problems("saml, config: {session_secret: hush}").toString()).doesNotContain("hush");
    }
}
