package io.sluice.plugins.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.KafkaProducerConfig.Authentication;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What confluent has of its own: how the cluster is reached. What becomes of a request is in {@code RecordVectorsTest}. */
class ConfluentTest {

    private static final String TOKEN = "oauthbearer: {token_endpoint_url: 'https://idp.test/token', client_id: me,"
            + " client_secret: hush, scopes: [a, b], extensions: {logicalCluster: lkc-1}}";

    @Test
    void theApiKeyIsUserAndPasswordOfPlainOverTls() {
        ConfluentConfig config = config("{topic: t, cluster_api_key: key, cluster_api_secret: hush}");

        assertThat(config.authentication())
                .isEqualTo(new Authentication("sasl", "PLAIN", new Secret("key"), new Secret("hush"), null, null));
        assertThat(config.security().ssl()).isTrue();
        assertThat(config.security().certificateId()).isNull();
        assertThat(config.security().sslVerify()).isTrue();
        assertThat(config("{topic: t, security: {ssl_verify: false}}")
                        .security()
                        .sslVerify())
                .isFalse();
    }

    @Test
    void aTokenWinsOverTheApiKey() {
        Authentication authentication = config(
                        "{topic: t, cluster_api_key: key, cluster_api_secret: hush, " + TOKEN + "}")
                .authentication();

        assertThat(authentication.strategy()).isEqualTo("sasl");
        assertThat(authentication.mechanism()).isEqualTo("OAUTHBEARER");
        assertThat(authentication.user()).isNull();
        assertThat(authentication.password()).isNull();
        assertThat(authentication.oauthbearer()).isNotNull().satisfies(token -> {
            assertThat(token.tokenEndpointUrl()).isEqualTo(new Secret("https://idp.test/token"));
            assertThat(token.clientId()).isEqualTo(new Secret("me"));
            assertThat(token.clientSecret()).isEqualTo(new Secret("hush"));
            assertThat(token.scopes()).containsExactly("a", "b");
            assertThat(token.extensions()).isEqualTo(Map.of("logicalCluster", "lkc-1"));
            assertThat(token.tokenEndpointTlsVerify()).isTrue();
        });
    }

    @Test
    void keysForManagingTheClusterChangeNothing() throws Exception {
        assertThat(spec("{topic: t, cluster_api_key: k, cluster_api_secret: s, confluent_cloud_api_key: c,"
                        + " confluent_cloud_api_secret: d}"))
                .isEqualTo(spec("{topic: t, cluster_api_key: k, cluster_api_secret: s}"));
    }

    @Test
    void theOtherSettingsAreThoseOfKafkaUpstream() throws Exception {
        ProducerSpec spec = spec("{topic: t, cluster_name: c, producer_request_acks: -1, producer_async: false,"
                + " key_query_arg: k, bootstrap_servers: [{host: b, port: 9092}], timeout: 7}");

        assertThat(spec.clusterName()).isEqualTo("c");
        assertThat(spec.acks()).isEqualTo(ProducerSpec.Acks.ALL);
        assertThat(spec.async()).isFalse();
        assertThat(spec.keyed()).isTrue();
        assertThat(spec.bootstrapServers()).containsExactly(new ProducerSpec.HostPort("b", 9092));
        assertThat(spec.socketTimeout()).hasMillis(7);
    }

    @Test
    void whatIsNotHostedYetIsNamed() {
        Assertions.assertThatThrownBy(() -> spec("{topic: t, message_by_lua_functions: ['return f'],"
                        + " schema_registry: {confluent: {url: 'http://r'}}}"))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .extracting(UnsupportedConfig.Field::pointer)
                                .containsExactlyInAnyOrder("/schema_registry", "/message_by_lua_functions"));
    }

    @Test
    void mistakesAreNamed() {
        assertThat(problems("{topic: t}"))
                .containsExactly(
                        "no credentials: a cluster takes 'cluster_api_key' and 'cluster_api_secret', or 'oauthbearer'");
        assertThat(problems("{topic: t, cluster_api_key: k}")).hasSize(1);
        assertThat(problems("{topic: t, " + TOKEN + "}")).isEmpty();
        assertThat(problems("{topic: t, oauthbearer: {client_id: me}}"))
                .containsExactly("'token_endpoint_url', 'client_id' and 'client_secret' are needed for a token");
        assertThat(problems("{topic: t, " + TOKEN + ", forward_body: false}"))
                .singleElement()
                .asString()
                .contains("forward_body");
        assertThat(problems("{topic: t, " + TOKEN + ", security: {ssl: true}}")).containsExactly("unknown field");
        assertThat(problems("{topic: t, " + TOKEN + ", security: {ssl_verify: false}}"))
                .containsExactly("ssl_verify is false: anybody can pretend to be the broker");
    }

    private static ConfluentConfig config(String yaml) {
        return Configured.config(new ConfluentFactory(), yaml);
    }

    private static ProducerSpec spec(String yaml) throws UnsupportedConfig {
        FakeHost host = new FakeHost();
        Configured.plugin(new ConfluentFactory(), yaml, host).close();
        return host.leased.getLast();
    }

    private static List<String> problems(String yaml) {
        String file = "{_format_version: '3.0', plugins: [{name: confluent, config: " + yaml + "}]}";
        return new DeclarationLoader(new PluginSchemas(List.of("confluent")), Map.<String, String>of()::get)
                .load("kong.yml", file).problems().stream()
                        .map(Problem::message)
                        .toList();
    }
}
