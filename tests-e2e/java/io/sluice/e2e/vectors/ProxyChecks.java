package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What an {@code expect} of the vectors of proxying may say: of each answer, and of all the answers to an entry together. */
final class ProxyChecks {

    /**
     * One answer.
     *
     * @param closed whether the gateway closed the connection behind it; null where nobody looked
     */
    record Answer(Reply reply, Boolean closed) {}

    /**
     * All answers to one entry in their order, and the requests that reached each upstream meanwhile.
     *
     * @param hung requests that had no complete answer in the time that was given
     */
    record Outcome(List<Answer> answers, Map<String, List<Recorded>> requests, int hung) {

        Map<String, Long> statuses() {
            return answers.stream()
                    .collect(Collectors.groupingBy(a -> Integer.toString(a.reply.status()), Collectors.counting()));
        }

        Map<String, Long> answeredBy() {
            return answers.stream().collect(Collectors.groupingBy(ProxyChecks::upstream, Collectors.counting()));
        }

        long tries(String upstream) {
            if (!requests.containsKey(upstream)) {
                throw new AssertionError("there is no upstream " + upstream);
            }
            return requests.get(upstream).size();
        }

        List<Recorded> all() {
            return requests.values().stream().flatMap(List::stream).toList();
        }
    }

    private static final Checks<Answer> ONE = new Checks<Answer>()
            .on("status", (e, a) -> assertThat(a.reply.status()).isEqualTo(e.asInt()))
            .on("reason", (e, a) -> assertThat(a.reply.head().reason()).isEqualTo(e.asString()))
            .on(
                    "content_type",
                    (e, a) ->
                            assertThat(a.reply.fields().joined("Content-Type")).isEqualTo(e.asString()))
            .on(
                    "gateway_error",
                    (e, a) ->
                            GatewayError.check(a.reply.text(), a.reply.fields().joined("Content-Type"), e.asString()))
            .on("headers", (e, a) -> HeaderChecks.exact(e, a.reply.fields()))
            .on("headers_present", (e, a) -> HeaderChecks.present(e, a.reply.fields()))
            .on("headers_absent", (e, a) -> HeaderChecks.absent(e, a.reply.fields()))
            .on("headers_match", (e, a) -> HeaderChecks.match(e, a.reply.fields()))
            .on("body", (e, a) -> assertThat(a.reply.text()).isEqualTo(e.asString()))
            .on("body_starts", (e, a) -> assertThat(a.reply.text()).startsWith(e.asString()))
            .on("upstream", (e, a) -> assertThat(upstream(a)).isEqualTo(e.asString()))
            .on("within_ms", (e, a) -> within(e, a.reply.elapsed()))
            .on("first_byte_within_ms", (e, a) -> within(e, a.reply.firstByte()))
            .on(
                    "truncated",
                    (e, a) -> assertThat(!a.reply.body().whole())
                            .as("the client can tell that it is incomplete")
                            .isEqualTo(e.asBoolean()))
            .on("connection_closed", (e, a) -> assertThat(a.closed).isEqualTo(e.asBoolean()))
            .on(
                    "interim",
                    (e, a) -> assertThat(
                                    a.reply.interim().stream().map(Head::status).toList())
                            .isEqualTo(e.valueStream().map(JsonNode::asInt).toList()))
            .on(
                    "trailers",
                    (e, a) -> assertThat(a.reply.body().trailers().joined()).isEqualTo(strings(e)))
            .on("raw_reply_starts", (e, a) -> {
                assertThat(a.reply.head()).as("status line").isNull();
                assertThat(a.reply.text()).startsWith(e.asString());
            });

    private static final Checks<Recorded> SEEN = new Checks<Recorded>()
            .on("method", (e, r) -> assertThat(r.method()).isEqualTo(e.asString()))
            .on("path", (e, r) -> assertThat(r.target()).isEqualTo(e.asString()))
            .on("headers", (e, r) -> HeaderChecks.exact(e, r.fields()))
            .on("headers_present", (e, r) -> HeaderChecks.present(e, r.fields()))
            .on("headers_absent", (e, r) -> HeaderChecks.absent(e, r.fields()))
            .on("headers_match", (e, r) -> HeaderChecks.match(e, r.fields()))
            .on("body", (e, r) -> assertThat(r.text()).isEqualTo(e.asString()));

    private static final Checks<Outcome> TOGETHER = new Checks<Outcome>()
            .on(
                    "hangs_ms",
                    (_, o) -> assertThat(o.hung).as("requests that hang").isPositive())
            .on("statuses", (e, o) -> assertThat(o.statuses()).isEqualTo(numbers(e)))
            .on(
                    "status_list",
                    (e, o) -> assertThat(o.answers.stream()
                                    .map(a -> a.reply.status())
                                    .toList())
                            .isEqualTo(e.valueStream().map(JsonNode::asInt).toList()))
            .on("statuses_between", (e, o) -> between(e, status -> o.statuses().getOrDefault(status, 0L)))
            .on(
                    "statuses_seen",
                    (e, o) -> assertThat(new TreeSet<>(o.statuses().keySet()))
                            .isEqualTo(e.valueStream()
                                    .map(JsonNode::asString)
                                    .collect(Collectors.toCollection(TreeSet::new))))
            .on("counts", (e, o) -> assertThat(o.answeredBy()).isEqualTo(numbers(e)))
            .on(
                    "same_upstream",
                    (e, o) -> assertThat(o.answeredBy().size() == 1).isEqualTo(e.asBoolean()))
            .on(
                    "tries",
                    (e, o) -> numbers(e)
                            .forEach((u, n) ->
                                    assertThat(o.tries(u)).as("tries of " + u).isEqualTo(n)))
            .on("tries_between", (e, o) -> between(e, o::tries))
            .on("tries_total", (e, o) -> assertThat(o.all()).hasSize(e.asInt()))
            .on(
                    "tries_per_502",
                    (e, o) -> numbers(e)
                            .forEach((u, n) -> assertThat(o.tries(u))
                                    .as("tries of " + u)
                                    .isEqualTo(n * o.statuses().getOrDefault("502", 0L))))
            .on("seen", ProxyChecks::seen)
            .on("probe_seen", (e, o) -> assertThat(o.all()).anySatisfy(r -> run(SEEN, e, r)));

    private ProxyChecks() {}

    /** Checks each answer, and that it came whole unless the expectation says otherwise; then all of them together. */
    static void run(JsonNode expect, Outcome outcome) throws Exception {
        for (Answer answer : outcome.answers) {
            ONE.run(expect, answer, TOGETHER.fields());
            if (!expect.has("truncated") && !expect.has("raw_reply_starts")) {
                assertThat(answer.reply.body().fault())
                        .as("the answer is whole")
                        .isNull();
            }
        }
        if (!expect.has("hangs_ms")) {
            assertThat(outcome.hung).as("requests without an answer").isZero();
        }
        TOGETHER.run(expect, outcome, ONE.fields());
    }

    /** Of every request that reached an upstream, and there has to be one. */
    private static void seen(JsonNode expected, Outcome outcome) {
        assertThat(outcome.all()).as("requests at the upstreams").isNotEmpty();
        outcome.all().forEach(request -> run(SEEN, expected, request));
    }

    private static void run(Checks<Recorded> checks, JsonNode expected, Recorded request) {
        try {
            checks.run(expected, request, Set.of());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that the upstream's own body tells. */
    private static String upstream(Answer answer) {
        JsonNode number = Json.parse(answer.reply.text()).get("upstream");
        assertThat(number)
                .as("the answer tells its upstream: " + answer.reply.text())
                .isNotNull();
        return number.asString();
    }

    private static void within(JsonNode span, Duration time) {
        assertThat(time.toMillis()).isBetween(span.get(0).asLong(), span.get(1).asLong());
    }

    private static void between(JsonNode spans, Function<String, Long> actual) {
        spans.properties()
                .forEach(e -> assertThat(actual.apply(e.getKey()))
                        .as(e.getKey())
                        .isBetween(
                                e.getValue().get(0).asLong(),
                                e.getValue().get(1).asLong()));
    }

    private static Map<String, Long> numbers(JsonNode object) {
        Map<String, Long> numbers = new HashMap<>();
        object.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asLong()));
        return numbers;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(e -> strings.put(
                        e.getKey().toLowerCase(Locale.ROOT), e.getValue().asString()));
        return strings;
    }

    /** For the harness's own test: every field that is understood. */
    static List<String> fields() {
        List<String> fields = new ArrayList<>(ONE.fields());
        fields.addAll(TOGETHER.fields());
        return fields;
    }
}
