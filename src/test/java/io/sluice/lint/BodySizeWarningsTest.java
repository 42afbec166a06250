package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.SendOutcome;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.plugins.kafkaupstream.KafkaUpstreamFactory;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginCatalog;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who chose a size hears which bodies fit; who chose none is left alone. */
class BodySizeWarningsTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());
    private static final BodyLimits EIGHT_MIB = new BodyLimits(8 << 20, true, false);

    private static List<Problem> problems(String plugins, BodyLimits host) {
        DeclarationLoader.Loaded loaded = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                .load(
                        "kong.yml",
                        "_format_version: '3.0'\nservices:\n- {name: s, host: h.test, routes: [{name: other, paths: [/o]}]}\n"
                                + "routes:\n- {name: r, paths: [/a], service: {name: s}}\nconsumers: [{username: bob}]\n"
                                + "plugins:\n- {name: key-auth, config: {hide_credentials: true}}\n" + plugins);
        assertThat(loaded.declaration()).as(loaded.problems().toString()).isNotNull();
        return new Lint(SCHEMAS, Calculation.ORIGINAL, host).check(loaded);
    }

    private static String kafka(String config) {
        return "- {name: kafka-upstream, route: r, config: {topic: t, bootstrap_servers: [{host: h, port: 1}]" + config
                + "}}\n";
    }

    private static String limit(String scope, String config) {
        return "- {name: request-size-limiting, " + scope + " config: {" + config + "}}\n";
    }

    private static List<String> codes(String plugins, BodyLimits host) {
        return problems(plugins, host).stream()
                .filter(problem -> problem.severity() == Problem.Severity.WARNING)
                .map(Problem::code)
                .toList();
    }

    @Test
    void whoLeftTheDefaultsIsToldOnceWhatFits() {
        String second = kafka("").replace("route: r", "route: other");
        assertThat(problems(kafka("") + second, BodyLimits.DEFAULT))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Problem.Severity.NOTE);
                    assertThat(problem.code()).isEqualTo("large-body");
                    assertThat(problem.pointer()).isEqualTo("/plugins/1/config");
                    assertThat(problem.message()).contains("at most 524238 bytes of JSON fit");
                });
    }

    @Test
    void theWarningHasAllTheSizes() {
        assertThat(problems(kafka(""), EIGHT_MIB)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("large-body");
            assertThat(problem.pointer()).isEqualTo("/plugins/1/config");
            assertThat(problem.message())
                    .isEqualTo(
                            "bodies of up to 8388608 bytes are let in, and a record may have 1048588 (message.max.bytes of a"
                                    + " broker, unless somebody raised it): it holds JSON twice, so at most 524238 bytes of JSON fit,"
                                    + " 1048475 of text and 786342 of anything else, which is sent as base64");
        });
        assertThat(problems(kafka(", producer_request_limits_bytes_per_request: 2000000"), BodyLimits.DEFAULT))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).endsWith("/producer_request_limits_bytes_per_request");
                    assertThat(problem.message())
                            .contains("up to 1048576 bytes", "2000000 (producer_request_limits_bytes_per_request)");
                });
        assertThat(problems(kafka(""), new BodyLimits(8 << 20, true, true))
                        .getFirst()
                        .message())
                .contains("4194304 (the producer's own limit, before compression)");
        assertThat(problems(kafka(""), new BodyLimits(Integer.MAX_VALUE - 8, true, false))
                        .getFirst()
                        .message())
                .startsWith("bodies of any size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                | 1048576 | false", // nobody chose anything
                "                                | 524238  | false",
                "                                | 524239  | true",
                "forward_body: false, forward_uri: true | 8388608 | false",
                "producer_request_limits_bytes_per_request: 16777500 | 8388608 | false", // the brokers take it
                "producer_request_limits_bytes_per_request: 100 | 1048576 | false", // of batches, not of a record
                "producer_request_limits_bytes_per_request: 1048576 | 1048576 | false", // an export with all defaults
            })
    void itIsForWhoChoseASizeThatLetsInTooMuch(String config, long bytes, boolean warned) {
        BodyLimits host = new BodyLimits(bytes, bytes != BodyLimits.DEFAULT.bytes(), false);

        assertThat(codes(kafka(config == null ? "" : ", " + config), host).contains("large-body"))
                .isEqualTo(warned);
    }

    @Test
    void whatAPluginLetsInCountsWhereItRuns() {
        String tenMiB = "allowed_payload_size: 10";
        String small = "allowed_payload_size: 500, size_unit: kilobytes";
        assertThat(codes(kafka("") + limit("route: r,", tenMiB), BodyLimits.DEFAULT))
                .containsExactly("large-body");
        assertThat(codes(kafka("") + limit("", tenMiB), BodyLimits.DEFAULT)).containsExactly("large-body");
        assertThat(codes(kafka("") + limit("service: s,", tenMiB), BodyLimits.DEFAULT))
                .containsExactly("large-body");
        assertThat(codes(kafka("") + limit("", small), EIGHT_MIB)).isEmpty();
        assertThat(codes(kafka("") + limit("service: s,", small), EIGHT_MIB)).isEmpty();
        assertThat(codes(kafka("") + limit("route: other,", small), EIGHT_MIB)).containsExactly("large-body");
        assertThat(codes(kafka("") + limit("consumer: bob,", small), EIGHT_MIB)).containsExactly("large-body");
        assertThat(codes(kafka("") + limit("enabled: false,", small), EIGHT_MIB))
                .containsExactly("large-body");
        assertThat(codes(kafka("") + limit("route: other,", tenMiB), BodyLimits.DEFAULT))
                .isEmpty();
    }

    /** The arithmetic, against records that are made. */
    @ParameterizedTest
    @CsvSource({
        "1048588, application/json", "1048588, text/plain", "1048588, image/png",
        "2000000, application/json", "4194304, text/plain", "1000, application/octet-stream"
    })
    void whatFitsFits(long recordLimit, String type) throws Exception {
        FittingBodies fit = FittingBodies.in(recordLimit);
        int bytes = (int) (type.endsWith("json") ? fit.json() : type.startsWith("text") ? fit.text() : fit.other());

        assertThat(recordOf(type, bytes)).isLessThanOrEqualTo(recordLimit);
        assertThat(recordOf(type, bytes + 1)).isGreaterThan(recordLimit);
    }

    private static long recordOf(String type, int bytes) throws Exception {
        FakeHost host = new FakeHost(
                new HostLimits(8 << 20, 1, 100, 100, 100, Duration.ofMinutes(1)), _ -> new SendOutcome.Buffered());
        Exchange exchange = Exchanges.of(new FakeRequest(
                "POST",
                "/",
                Headers.of("Content-Type", type),
                FakeBody.of(("[" + "1".repeat(bytes - 2) + "]").getBytes(StandardCharsets.UTF_8))));
        Configured.plugin(new KafkaUpstreamFactory(), "{topic: t}", host).access(exchange);
        return RecordLimits.size(host.sent.getFirst());
    }
}
