package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.wire.Reply;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an {@code expect} of the vectors of plugins may say. */
final class PluginChecks {

    /** The answer to one request, and what reached the upstream meanwhile. */
    record Outcome(Reply reply, List<Recorded> upstream) {

        Recorded forwarded() {
            assertThat(upstream).as("requests at the upstream").hasSize(1);
            return upstream.getFirst();
        }
    }

    private static final Checks<Outcome> CHECKS = new Checks<Outcome>()
            .on("status", (e, o) -> assertThat(o.reply.status()).isEqualTo(e.asInt()))
            .on("headers", (e, o) -> HeaderChecks.exact(e, o.reply.fields()))
            .on("headers_match", (e, o) -> HeaderChecks.match(e, o.reply.fields()))
            .on("headers_absent", (e, o) -> HeaderChecks.absent(e, o.reply.fields()))
            .on("body", PluginChecks::body)
            .on("body_subset", (e, o) -> Json.assertContains(Json.parse(o.reply.text()), e, ""))
            .on("body_match", (e, o) -> assertThat(o.reply.text()).containsPattern(e.asString()))
            .on(
                    "upstream_not_called",
                    (e, o) -> assertThat(o.upstream.isEmpty())
                            .as("upstream not called")
                            .isEqualTo(e.asBoolean()))
            .on("upstream_method", (e, o) -> assertThat(o.forwarded().method()).isEqualTo(e.asString()))
            .on("upstream_uri", (e, o) -> assertThat(o.forwarded().target()).isEqualTo(e.asString()))
            .on(
                    "upstream_headers",
                    (e, o) -> HeaderChecks.exact(e, o.forwarded().fields()))
            .on(
                    "upstream_headers_match",
                    (e, o) -> HeaderChecks.match(e, o.forwarded().fields()))
            .on(
                    "upstream_headers_absent",
                    (e, o) -> HeaderChecks.absent(e, o.forwarded().fields()))
            .on("upstream_body", (e, o) -> assertThat(o.forwarded().text()).isEqualTo(e.asString()))
            .on(
                    "upstream_body_json",
                    (e, o) -> Json.assertEqual(Json.parse(o.forwarded().text()), e))
            .on(
                    "upstream_body_form",
                    (e, o) -> Json.assertEqual(Bodies.form(o.forwarded().text()), e))
            .on(
                    "upstream_body_multipart",
                    (e, o) -> Json.assertEqual(Bodies.multipart(o.forwarded().text()), e))
            .on("echo_equals_upstream", PluginChecks::echo);

    private PluginChecks() {}

    static void run(JsonNode expect, Outcome outcome) throws Exception {
        CHECKS.run(expect, outcome, Set.of());
        assertThat(outcome.reply.body().fault()).as("the answer is whole").isNull();
    }

    private static void body(JsonNode expected, Outcome outcome) {
        if (expected.isObject()) {
            Json.assertEqual(Json.parse(outcome.reply.text()), expected);
        } else {
            assertThat(outcome.reply.text()).isEqualTo(expected.asString());
        }
    }

    private static void echo(JsonNode expected, Outcome outcome) {
        String name = expected.asString();
        assertThat(outcome.reply.fields().joined(name))
                .isNotNull()
                .isEqualTo(outcome.forwarded().fields().joined(name));
    }
}
