package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client sends, an event is one line. */
class LogLinesTest {

    private static final String NASTY = "a\r\nb\u001b[31m\"c\\d\u2028e\u0085f\u0000";

    @Test
    void anEventIsOneLineOfKeysAndValues() {
        String line = format("topic refused", "topic", NASTY, "route", "r", "nothing", null, "empty", "", "count", 3);

        assertThat(line)
                .matches(
                        "\\S+Z WARN  kafka: topic refused topic=\"a\\\\r\\\\nb\\\\u001b\\[31m\\\\\"c\\\\\\\\d\\\\u2028e\\\\u0085f\\\\u0000\" route=r"
                                + " empty=\"\" count=3\n");
    }

    @Test
    void aLibrarysFailureIsOneLineToo() {
        LogRecord event = new LogRecord(Level.SEVERE, "not accepted");
        event.setLoggerName("some.library");
        event.setThrown(new IllegalStateException("too\nmany"));

        assertThat(new LineFormat().format(event))
                .endsWith("Z ERROR some.library: not accepted cause=\"java.lang.IllegalStateException: too\\nmany\"\n");
    }

    private static String format(String message, Object... pairs) {
        LogRecord event = new LogRecord(Level.WARNING, message);
        event.setLoggerName("sluice.kafka");
        event.setParameters(pairs);
        return new LineFormat().format(event);
    }

    @Test
    void theAccessLineIsKongs() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Headers headers = Headers.of("Referer", NASTY, "User-Agent", "curl\u00e9");

        log(out, exchange(new FakeRequest("POST", "/a?b", headers)), completion(200));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("127.0.0.1 - - [23/Nov/2026:06:33:04 +0000] \"POST /a?b HTTP/1.1\" 200 26"
                        + " \"a\\x0D\\x0Ab\\x1B[31m\\x22c\\x5Cd\\x28e\\x85f\\x00\" \"curl\\xE9\""
                        + " kong_request_id: \"0123456789abcdef0123456789abcdef\"\n");
    }

    @Tag("clock")
    @ParameterizedTest
    @CsvSource({
        "2026-12-01T05:19:11.004Z, 01/Dec/2026:05:19:11 +0000",
        "2028-02-29T23:59:59.999Z, 29/Feb/2028:23:59:59 +0000",
        "2027-01-01T00:00:00.000Z, 01/Jan/2027:00:00:00 +0000",
        "2027-09-09T06:00:00.010Z, 09/Sep/2027:06:00:00 +0000",
    })
    void timesAreInUtcAndEnglishInEveryZoneAndLocale(Instant at, String accessTime) {
        Locale usual = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            for (String tag : List.of("tr-TR", "en-GB", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                LogRecord event = new LogRecord(Level.INFO, "listening");
                event.setLoggerName("sluice.server");
                event.setInstant(at);
                ByteArrayOutputStream out = new ByteArrayOutputStream();

                log(out, exchange(new FakeRequest("GET", "/")), completion(at));

                assertThat(out.toString(StandardCharsets.UTF_8)).contains(" - - [" + accessTime + "] ");
                assertThat(new LineFormat().format(event))
                        .startsWith(at.toString().substring(0, 19) + ".");
            }
        } finally {
            Locale.setDefault(usual);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void emptyFieldsAreDashesAndAHeadAnswerHasNoBody() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        log(out, exchange(new FakeRequest("HEAD", "/a", Headers.of("User-Agent", ""))), completion(200, 0));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"HEAD /a HTTP/1.1\" 200 0 \"-\" \"-\" kong_request_id");
    }

    @Test
    void aLogThatCannotBeWrittenFailsNoRequest() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        log(full, exchange(new FakeRequest("GET", "/")), completion(499));
    }

    @Test
    void metricsArePrintedAndGaugesGoWithTheirOwner() throws Exception {
        PrometheusMetrics metrics = new PrometheusMetrics();
        metrics.counter("a_total", "A", "x").increment("1");
        metrics.counter("a_total", "A", "x").add(2, "1");
        AutoCloseable gauge = metrics.gauge("g", "G", new String[] {"y"}, new String[] {"2"}, () -> 7);

        assertThat(print(metrics))
                .contains("a_total{x=\"1\"} 3.0")
                .contains("g{y=\"2\"} 7.0")
                .contains("jvm_");
        gauge.close();
        assertThat(print(metrics)).doesNotContain("g{y=\"2\"}");
    }

    private static String print(PrometheusMetrics metrics) {
        return new String(metrics.print(), StandardCharsets.UTF_8);
    }

    private static Exchange exchange(Request request) {
        return Exchanges.of(request);
    }

    private static Completion completion(int status) {
        return completion(status, 26);
    }

    private static Completion completion(Instant at) {
        return completion(at, 200, 26);
    }

    private static Completion completion(int status, long bodyBytes) {
        return completion(Instant.parse("2026-11-23T06:33:04Z"), status, bodyBytes);
    }

    private static Completion completion(Instant at, int status, long bodyBytes) {
        return new Completion(
                at,
                status,
                Headers.of("Content-Length", "26"),
                10,
                120,
                bodyBytes,
                Completion.Source.GATEWAY,
                "",
                List.of(),
                new Completion.Latencies(30, 30, -1, 0));
    }

    private static void log(OutputStream out, Exchange exchange, Completion completion) {
        try (AccessLog log = new AccessLog(out, false)) {
            log.completed(exchange, completion);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
