package io.sluice.plugins.kafkaupstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.ProducerSpec.HostPort;
import io.sluice.api.produce.SendOutcome;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaUpstreamTest {

    private static final SendOutcome ACKED = new SendOutcome.Acked(3, 42, 0);
    private static final SendOutcome NO_BROKER =
            new SendOutcome.Refused(SendOutcome.Stage.CREATE, "all brokers failed in fetch topic metadata");
    private static final SendOutcome FORBIDDEN =
            new SendOutcome.Refused(SendOutcome.Stage.SEND, "TopicAuthorizationFailed");
    private static final SendOutcome TOO_LARGE = new SendOutcome.TooLarge("MessageSizeTooLarge");
    private static final SendOutcome FULL = new SendOutcome.Shed("buffer overflow");
    private static final SendOutcome SILENT = new SendOutcome.Unknown("timeout");

    private static final Map<String, SendOutcome> OUTCOMES = Map.of(
            "acked", ACKED,
            "buffered", new SendOutcome.Buffered(),
            "no-broker", NO_BROKER,
            "forbidden", FORBIDDEN,
            "large", TOO_LARGE,
            "full", FULL,
            "silent", SILENT);

    /** Topics are named after what becomes of their records. */
    private final FakeHost host = host(HostLimits.DEFAULT, OUTCOMES::get);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acked     | 200 | message sent        |",
                "buffered  | 200 | message sent        |",
                "no-broker | 502 | Bad Gateway         | could not create a Kafka Producer from given configuration",
                "forbidden | 502 | Bad Gateway         | could not send message to topic",
                "large     | 413 | Payload Too Large   | could not send message to topic",
                "full      | 503 | Service Unavailable | could not send message to topic",
                "silent    | 504 | Gateway Timeout     | could not send message to topic",
                "acked,buffered      | 200 | message sent        |",
                "full,forbidden      | 502 | Bad Gateway         | could not send message to topic",
                "large,full,forbidden | 413 | Payload Too Large  | could not send message to topic",
                "acked,large         | 504 | Gateway Timeout     | could not send message to topic",
                "acked,forbidden     | 504 | Gateway Timeout     | could not send message to topic",
                "full,buffered       | 504 | Gateway Timeout     | could not send message to topic",
                "forbidden,silent    | 504 | Gateway Timeout     | could not send message to topic",
            })
    void theAnswerSaysWhatIsKnown(String topics, int status, String message, String error) throws Exception {
        Reply reply = answer(fanOut(""), get("/?t=" + topics));

        assertAnswer(reply, status, message, error);
        assertThat(reply.headers().first("Retry-After").orElse(null)).isEqualTo(status == 503 ? "1" : null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forbidden | 502 | Bad Gateway         | TopicAuthorizationFailed",
                "no-broker | 502 | Bad Gateway         | all brokers failed in fetch topic metadata",
                "large     | 413 | Payload Too Large   | MessageSizeTooLarge",
                "full      | 503 | Service Unavailable | buffer overflow",
                "silent    | 504 | Gateway Timeout     | timeout",
                "acked,forbidden,silent | 504 | Gateway Timeout | forbidden: TopicAuthorizationFailed, silent: timeout",
            })
    void theDetailIsKafkasNameOfTheError(String topics, int status, String message, String error) throws Exception {
        assertAnswer(
                answer(fanOut(", error_handling: {return_error_message: true}"), get("/?t=" + topics)),
                status,
                message,
                error);
    }

    @Test
    void theOutcomeIsLeftForTheLogPhase() throws Exception {
        Exchange exchange = Exchanges.of(get("/"));

        plugin("{topic: acked}").access(exchange);

        assertThat(exchange.get(Delivery.KEY)).contains(new Delivery(Map.of("acked", ACKED)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/                    | acked",
                "/?t                  | acked",
                "/?t=                 | acked",
                "/?t=,%20,            | acked",
                "/?T=full             | acked",
                "/?t=buffered&t=full  | buffered",
                "/?t=+full%20,buffered,,full | full buffered",
                "/?t=acked%2Cbuffered | acked buffered",
            })
    void topicsAreChosenByTheRequest(String target, String topics) throws Exception {
        answer(fanOut(""), get(target));

        assertThat(String.join(" ", host.sent.getFirst().topics())).isEqualTo(topics);
    }

    @ParameterizedTest
    @CsvSource({"/?t=acked%2Cother", "/?t=Acked", "/?t=%ff", "/?t=a%00cked"})
    void nothingIsSentAnywhereIfOneTopicIsNotAllowed(String target) throws Exception {
        assertAnswer(
                answer(fanOut(""), get(target)),
                502,
                "Bad Gateway",
                "one or more target topics are not in the allowed topics list");
        assertThat(host.sent).isEmpty();
    }

    @Test
    void theKeyIsTheBytesOfTheArgument() throws Exception {
        Plugin plugin = plugin("{topic: acked, key_query_arg: cl\u00e9}");
        answer(plugin, get("/?cl%C3%A9=%ff%00&cl%C3%A9=2"));
        answer(plugin, get("/?cl%C3%A9"));
        answer(plugin, get("/?cl%C3%A9="));

        assertThat(host.sent.get(0).key()).containsExactly(0xff, 0);
        assertThat(host.sent.get(1).key()).isNull();
        assertThat(host.sent.get(2).key()).isEmpty();
        assertThat(host.leased.getFirst().keyed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} |",
                "{include_headers: [X-A, x-c, x-none]} | x-a=1 x-a=2 x-c=\u00ff",
                "{include_headers: [x-a], exclude_headers: [x-a]} | x-a=1 x-a=2",
                "{include_headers: [x-a], repeated_headers_behavior: take_first} | x-a=1",
                "{include_headers: [x-a, x-b], repeated_headers_behavior: concatenate_by_comma} | x-a=1,2 x-b=b",
                "{include_headers: [x-a, x-b], name_mappings: {X-A: Tenant, x-c: unused}} | Tenant=1 x-b=b Tenant=2",
                "{forward_all_by_default: true, exclude_headers: [X-b, HOST], include_headers: [x-b]} | x-a=1 x-a=2 x-c=\u00ff",
                "{forward_all_by_default: true, forward_http_headers_as_record_headers: false} |",
            })
    void headersBecomeRecordHeaders(String headers, String expected) throws Exception {
        Headers request = Headers.of("Host", "h", "X-A", "1", "X-B", "b", "x-a", "2", "X-C", "\u00ff");

        answer(plugin("{topic: acked, headers: " + headers + "}"), new FakeRequest("GET", "/", request));

        List<String> sent = host.sent.getFirst().headers().stream()
                .map(h -> h.key() + "=" + new String(h.value(), StandardCharsets.ISO_8859_1))
                .toList();
        assertThat(String.join(" ", sent)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void onlySoManyHeadersAndArgumentsAreSeen() throws Exception {
        FakeHost small = host(new HostLimits(10, 10, 2, 2, 2, Duration.ofMinutes(1)), OUTCOMES::get);
        Headers request = Headers.of("A", "1", "B", "2", "C", "3");
        String flags = "topic: acked, forward_headers: true, forward_uri: true, forward_body: false";

        answer(
                Plugins.create("{" + flags + ", headers: {forward_all_by_default: true}}", small),
                new FakeRequest("GET", "/?x=1&y=2&z=3", request));

        assertThat(small.sent.getFirst().headers()).hasSize(2);
        assertThat(new String(small.sent.getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"uri\":\"/?x=1&y=2&z=3\",\"uri_args\":{\"x\":\"1\",\"y\":\"2\"},"
                        + "\"headers\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        FakeHost small = host(new HostLimits(10, 10, 100, 100, 100, Duration.ofMinutes(1)), OUTCOMES::get);
        RequestBody body = FakeBody.from(limit -> {
            throw new RequestBody.TooLarge(limit);
        });

        Reply reply = answer(Plugins.create("{topic: acked}", small), post(body));

        assertAnswer(reply, 413, "Payload Too Large", "request body is larger than 10 bytes");
        assertThat(small.sent).isEmpty();
    }

    /** A body of text is in the record once, with 114 bytes around it; the producer's own limit is 4 MiB, the usual broker's 1048588. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4194190 | 200 | would send to acked; the record has 4194304 bytes, and a broker takes 1048588 unless it is told otherwise (message.max.bytes)",
                "4194191 | 413 | would refuse with 413: the record has 4194305 bytes, and the producer takes 4194304",
                "1048475 | 200 | would send to acked",
            })
    void thePreviewKnowsTheLimitsOfRecords(int bytes, int status, String summary) throws Exception {
        FakeHost roomy = host(new HostLimits(8 << 20, 10, 100, 100, 100, Duration.ofMinutes(1)), OUTCOMES::get);
        Exchange exchange = Exchanges.of(new FakeRequest(
                "POST",
                "/",
                Headers.of("Content-Type", "text/plain"),
                FakeBody.of("x".repeat(bytes).getBytes(UTF_8))));

        Preview preview =
                Plugins.create("{topic: acked}", roomy).preview(exchange).orElseThrow();

        assertThat(preview.summary()).isEqualTo(summary);
        assertThat(preview.details()).containsEntry("status", status);
        assertThat(exchange.reply().status()).isEqualTo(status);
    }

    @Test
    void aBodyThatBreaksOffIsTheHostsAffair() throws Exception {
        Plugin plugin = plugin("{topic: acked}");
        Exchange exchange = Exchanges.of(post(FakeBody.from(_ -> {
            throw new RequestBody.Broken("it ended early");
        })));

        assertThatThrownBy(() -> plugin.access(exchange)).isInstanceOf(RequestBody.Broken.class);
        assertThat(exchange.reply()).isNull();
        assertThat(host.sent).isEmpty();
    }

    @Test
    void aBodyThatIsNotForwardedIsNotRead() throws Exception {
        RequestBody body = FakeBody.from(_ -> {
            throw new AssertionError("read");
        });
        assertThat(answer(plugin("{topic: acked, forward_body: false, forward_method: true}"), post(body))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatCannotBeParsedIsRefusedWithItsPlace() throws Exception {
        Reply reply = answer(
                plugin("{topic: acked}"),
                new FakeRequest(
                        "POST",
                        "/",
                        Headers.of("Content-Type", "application/json"),
                        FakeBody.of("{\"a\" 1}".getBytes(StandardCharsets.UTF_8))));

        assertAnswer(reply, 400, "Bad Request", "invalid json body: line 1, column 6: expected ':'");
        assertThat(host.sent).isEmpty();
    }

    @Test
    void theLeaseIsGivenBack() throws Exception {
        Plugin plugin = plugin("{topic: acked}");
        assertThat(host.announced).containsExactly("acked");
        assertThat(host.closed).isZero();

        plugin.close();

        assertThat(host.closed).isEqualTo(1);
    }

    @Test
    void everyFieldThatCannotBeHonouredIsNamed() {
        String config = "{topic: t, message_by_lua_functions: ['return f'],"
                + " schema_registry: {confluent: {url: 'http://r'}}}";

        assertThatThrownBy(() -> Plugins.create(config, host))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .extracting(UnsupportedConfig.Field::pointer)
                                .containsExactlyInAnyOrder("/message_by_lua_functions", "/schema_registry"));
        assertThat(host.leased).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security: {ssl: false, ssl_verify: true}",
                "security: {ssl_verify: false}",
                "authentication: {mechanism: PLAIN, user: u, password: p}",
                "authentication: {strategy: sasl}",
                "message_by_lua_functions: []",
            })
    void whatAsksForNothingIsNoReasonToRefuse(String field) throws Exception {
        Plugins.create("{topic: t, " + field + "}", host).close();
    }

    @Test
    void theProducerIsWhatTheConfigurationAsksFor() throws Exception {
        assertThat(spec("{topic: t}"))
                .isEqualTo(new ProducerSpec(
                        List.of(),
                        null,
                        ProducerSpec.Acks.LEADER,
                        true,
                        false,
                        Duration.ofSeconds(2),
                        10,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        50_000,
                        1_048_576,
                        Duration.ofSeconds(10),
                        null,
                        ProducerSecurity.NONE));
        assertThat(spec("{topic: t, cluster_name: c, producer_request_acks: -1,"
                        + " producer_async: false, key_query_arg: k, producer_request_timeout: 1,"
                        + " producer_request_retries_max_attempts: 2, producer_request_retries_backoff_timeout: 3,"
                        + " producer_async_flush_timeout: 4, producer_async_buffering_limits_messages_in_memory: 5,"
                        + " producer_request_limits_bytes_per_request: 6, timeout: 7, keepalive: 8,"
                        + " keepalive_enabled: true}"))
                .isEqualTo(new ProducerSpec(
                        List.of(),
                        "c",
                        ProducerSpec.Acks.ALL,
                        false,
                        true,
                        Duration.ofMillis(1),
                        2,
                        Duration.ofMillis(3),
                        Duration.ofMillis(4),
                        5,
                        6,
                        Duration.ofMillis(7),
                        Duration.ofMillis(8),
                        ProducerSecurity.NONE));
    }

    @Test
    void bootstrapServersAreASet() throws Exception {
        String one = "{host: a, port: 1}";
        String two = "{host: 'fe80::1', port: 2}";

        ProducerSpec there = spec("{topic: t, bootstrap_servers: [" + one + ", " + two + "]}");
        ProducerSpec back = spec("{topic: t, bootstrap_servers: [" + two + ", " + one + "]}");

        assertThat(there).isEqualTo(back);
        assertThat(there.bootstrapServers())
                .containsExactlyInAnyOrder(new HostPort("a", 1), new HostPort("fe80::1", 2));
    }

    private ProducerSpec spec(String config) throws UnsupportedConfig {
        plugin(config).close();
        return host.leased.getLast();
    }

    private Plugin fanOut(String more) throws UnsupportedConfig {
        return plugin(
                "{topic: acked, topics_query_arg: t, allowed_topics: [buffered, no-broker, forbidden, large, full, silent]"
                        + more + "}");
    }

    private Plugin plugin(String config) throws UnsupportedConfig {
        return Plugins.create(config, host);
    }

    private static Reply answer(Plugin plugin, FakeRequest request) throws Exception {
        return Plugins.answer(plugin, request);
    }

    private static FakeHost host(HostLimits limits, Function<String, SendOutcome> outcomes) {
        return new FakeHost(limits, outcomes);
    }

    private static FakeRequest get(String target) {
        return new FakeRequest("GET", target);
    }

    private static FakeRequest post(RequestBody body) {
        return new FakeRequest("POST", "/", Headers.of("Host", "h"), body);
    }

    private static void assertAnswer(Reply reply, int status, String message, String error) {
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"" + message + "\"" + (error == null ? "" : ",\"error\":\"" + error + "\"")
                        + "}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().first("Content-Type")).contains("application/json; charset=utf-8");
    }
}
