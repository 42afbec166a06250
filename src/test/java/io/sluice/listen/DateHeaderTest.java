package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.Responder;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.SoKeepalive;
import io.sluice.wire.http2.Http2Client;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Date says at a given time, in both versions of HTTP, whatever day it is for whoever runs this. */
@Tag("clock")
class DateHeaderTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Listener listener = new Listener("127.0.0.1", 0, false, true, false, 100, SoKeepalive.OFF, true);
        server = HttpServer.start(
                List.of(new HttpServer.Binding("test", listener, DateHeaderTest::handle)),
                ClientLimits.DEFAULT,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5),
                now::get,
                new Admission(Admission.Limits.small()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void handle(Request request, Responder responder) throws IOException {
        responder.respond(200, new Headers(), new byte[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-01T05:19:11Z     | Tue, 01 Dec 2026 05:19:11 GMT
            2026-12-09T23:59:59.999Z | Wed, 09 Dec 2026 23:59:59 GMT
            2026-12-10T00:00:00Z     | Thu, 10 Dec 2026 00:00:00 GMT
            2028-02-29T12:00:00Z     | Tue, 29 Feb 2028 12:00:00 GMT
            2026-12-31T23:59:59Z     | Thu, 31 Dec 2026 23:59:59 GMT
            2027-01-01T00:00:00Z     | Fri, 01 Jan 2027 00:00:00 GMT
            2027-03-14T06:59:59Z     | Sun, 14 Mar 2027 06:59:59 GMT
            2027-09-05T01:02:03Z     | Sun, 05 Sep 2027 01:02:03 GMT
            2026-06-06T10:00:00Z     | Sat, 06 Jun 2026 10:00:00 GMT
            2026-11-30T10:00:00Z     | Mon, 30 Nov 2026 10:00:00 GMT
            """)
    void theDateHasAFixedForm(Instant at, String date) throws IOException {
        now.set(at);

        assertThat(overHttp1("/")).isEqualTo(date);
        assertThat(overHttp2("/")).isEqualTo(date);
        assertThat(overHttp1("/%00")).as("a refusal").isEqualTo(date);
        assertThat(overHttp2("/%00")).as("a refusal").isEqualTo(date);
    }

    @Test
    void theDateFollowsTheClockBothWays() throws IOException {
        for (String at : List.of("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2026-12-31T23:59:59Z")) {
            now.set(Instant.parse(at));

            assertThat(overHttp1("/")).contains(at.substring(11, 19)).contains(at.substring(0, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "hi-IN-u-nu-deva"})
    void theDateIsEnglishInEveryLocale(String tag) throws IOException {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            now.set(Instant.parse("2026-12-01T05:19:11Z"));

            assertThat(overHttp1("/")).isEqualTo("Tue, 01 Dec 2026 05:19:11 GMT");
        } finally {
            Locale.setDefault(usual);
        }
    }

    private String overHttp1(String path) throws IOException {
        String answer = RawClient.exchange(port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        return answer.lines()
                .filter(line -> line.startsWith("Date: "))
                .map(line -> line.substring("Date: ".length()))
                .reduce((a, b) -> a + ", and " + b)
                .orElse("no Date in " + answer);
    }

    private String overHttp2(String path) throws IOException {
        try (Http2Client client = Http2Client.connect(port())) {
            return String.valueOf(
                    client.request(1, true, "GET", path).answer(1).headers.get("date"));
        }
    }

    private int port() {
        return server.ports().getFirst();
    }
}
