package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.PluginFactory;
import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.OAuthBearer;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.plugins.confluent.ConfluentFactory;
import io.sluice.plugins.kafkalog.KafkaLogFactory;
import io.sluice.plugins.kafkaupstream.KafkaUpstreamFactory;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each field about the producer, in each plugin that has one, changes one thing about the producer that is leased, and nothing else.
 * What the producer makes of it is in the tests of the room {@code kafka}.
 */
class ProducerFieldsTest {

    private static final String NO_CERTIFICATE = "5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap_servers: [{host: '::1', port: 2}, {host: a, port: 1}] | bootstrapServers | [[::1]:2, a:1]",
                "cluster_name: c | clusterName | c",
                "key_query_arg: k | keyed | true",
                "timeout: 7 | socketTimeout | PT0.007S",
                "keepalive_enabled: true | keepalive | PT1M",
                "{keepalive: 8, keepalive_enabled: true} | keepalive | PT0.008S",
                "producer_request_acks: -1 | acks | ALL",
                "producer_request_acks: 0 | acks | NONE",
                "producer_request_timeout: 1 | requestTimeout | PT0.001S",
                "producer_request_limits_bytes_per_request: 6 | bytesPerRequest | 6",
                "producer_request_retries_max_attempts: 2 | maxAttempts | 2",
                "producer_request_retries_backoff_timeout: 3 | backoff | PT0.003S",
                "producer_async: false | async | false",
                "producer_async_flush_timeout: 4 | flushInterval | PT0.004S",
                "producer_async_buffering_limits_messages_in_memory: 5 | messagesInMemory | 5",
            })
    void aFieldChangesItsPartOfTheProducer(String field, String part, String value) throws Exception {
        for (PluginFactory<?> factory :
                new PluginFactory<?>[] {new KafkaUpstreamFactory(), new ConfluentFactory(), new KafkaLogFactory()}) {
            Map<String, String> expected = parts(spec(factory, "{}"));
            String before = expected.put(part, value);

            assertThat(parts(spec(factory, field.startsWith("{") ? field : "{" + field + "}")))
                    .as(factory.name())
                    .isEqualTo(expected);
            assertThat(before).as("%s of %s by default", part, factory.name()).isNotEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"keepalive: 8", "producer_request_limits_messages_per_request: 1"})
    void theseChangeNothing(String field) throws Exception {
        for (PluginFactory<?> factory :
                new PluginFactory<?>[] {new KafkaUpstreamFactory(), new ConfluentFactory(), new KafkaLogFactory()}) {
            assertThat(spec(factory, "{" + field + "}")).as(factory.name()).isEqualTo(spec(factory, "{}"));
        }
    }

    /** The fields of kafka-upstream and kafka-log about TLS and SASL; confluent has its own ({@code ConfluentTest}). */
    @Test
    void securityIsPartOfTheProducer() throws Exception {
        for (PluginFactory<?> factory : new PluginFactory<?>[] {new KafkaUpstreamFactory(), new KafkaLogFactory()}) {
            assertThat(spec(factory, "{}").security()).isEqualTo(ProducerSecurity.NONE);
            assertThat(spec(factory, "{security: {ssl: true}}").security())
                    .isEqualTo(new ProducerSecurity(new ProducerSecurity.Tls(true, null), null));
            assertThat(spec(factory, "{security: {ssl: true, ssl_verify: false}}")
                            .security())
                    .isEqualTo(new ProducerSecurity(new ProducerSecurity.Tls(false, null), null));
            assertThatThrownBy(() -> spec(factory, "{security: {ssl: true, certificate_id: " + NO_CERTIFICATE + "}}"))
                    .isInstanceOf(UnsupportedConfig.class)
                    .hasMessageContaining("certificate_id");
            assertThat(spec(
                                    factory,
                                    "{authentication: {strategy: sasl, mechanism: SCRAM-SHA-256, user: u, password: p,"
                                            + " tokenauth: true}}")
                            .security())
                    .isEqualTo(new ProducerSecurity(
                            null,
                            new ProducerSecurity.Password("SCRAM-SHA-256", new Secret("u"), new Secret("p"), true)));
            assertThat(spec(
                                    factory,
                                    "{authentication: {strategy: sasl, mechanism: OAUTHBEARER, oauthbearer:"
                                            + " {token_endpoint_url: 'https://idp.test/t', client_id: i, client_secret: s,"
                                            + " scopes: [a], extensions: {logicalCluster: l}, token_endpoint_tls_verify: false}}}")
                            .security())
                    .isEqualTo(new ProducerSecurity(
                            null,
                            new OAuthBearer(
                                    new Secret("https://idp.test/t"),
                                    new Secret("i"),
                                    new Secret("s"),
                                    List.of("a"),
                                    Map.of("logicalCluster", "l"),
                                    false)));
        }
    }

    private static ProducerSpec spec(PluginFactory<?> factory, String fields) throws UnsupportedConfig {
        FakeHost host = new FakeHost();
        String config =
                "{topic: t" + (fields.equals("{}") ? "" : ", " + fields.substring(1, fields.length() - 1)) + "}";
        Configured.plugin(factory, config, host).close();
        return host.leased.getLast();
    }

    private static Map<String, String> parts(ProducerSpec spec) throws ReflectiveOperationException {
        Map<String, String> parts = new TreeMap<>();
        for (RecordComponent part : ProducerSpec.class.getRecordComponents()) {
            parts.put(part.getName(), String.valueOf(part.getAccessor().invoke(spec)));
        }
        return parts;
    }
}
