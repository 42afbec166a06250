package io.sluice.plugins.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.Reply;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.OnePlugin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows, counts, headers and refusals; whom is counted for is {@link LimitByTest}, what lint says {@link ChecksTest}. */
@Tag("clock")
class RateLimitingTest {

    private static final String NAME = "rate-limiting";

    private final FakeHost host = new FakeHost();

    @Test
    void theHeadersOfASequence() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{day: 2}", host);

        assertThat(limits(plugin)).isEqualTo("200 Limit-Day=2 Remaining-Day=1 L=2 R=1 Reset=43200");
        assertThat(limits(plugin)).isEqualTo("200 Limit-Day=2 Remaining-Day=0 L=2 R=0 Reset=43200");
        assertThat(limits(plugin)).isEqualTo("429 Limit-Day=2 Remaining-Day=0 L=2 R=0 Reset=43200 Retry=43200");
        assertThat(limits(plugin)).isEqualTo("429 Limit-Day=2 Remaining-Day=0 L=2 R=0 Reset=43200 Retry=43200");
    }

    @Test
    void theTightestWindowLeadsAndAmongEqualsTheLongest() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{minute: 2, hour: 3, year: 3}", host);

        assertThat(limits(plugin))
                .isEqualTo("200 Limit-Minute=2 Remaining-Minute=1 Limit-Hour=3 Remaining-Hour=2 Limit-Year=3"
                        + " Remaining-Year=2 L=2 R=1 Reset=60");
        limits(plugin);
        assertThat(limits(plugin))
                .as("stopped: the others are not decremented")
                .isEqualTo("429 Limit-Minute=2 Remaining-Minute=0 Limit-Hour=3 Remaining-Hour=1 Limit-Year=3"
                        + " Remaining-Year=1 L=2 R=0 Reset=60 Retry=60");
        host.now = host.now.plusSeconds(60);
        assertThat(limits(plugin))
                .as("the refused one was not counted; year and hour are equal")
                .isEqualTo("200 Limit-Minute=2 Remaining-Minute=1 Limit-Hour=3 Remaining-Hour=0 Limit-Year=3"
                        + " Remaining-Year=0 L=3 R=0 Reset=3153540");
        assertThat(limits(plugin))
                .isEqualTo("429 Limit-Minute=2 Remaining-Minute=1 Limit-Hour=3 Remaining-Hour=0 Limit-Year=3"
                        + " Remaining-Year=0 L=3 R=0 Reset=3153540 Retry=3153540");
    }

    /** Window, now, and seconds to its end by the calendar. */
    @ParameterizedTest
    @CsvSource({
        "second, 2026-11-25T12:00:00Z, 1",
        "second, 2026-11-25T12:00:00.999Z, 1",
        "minute, 2026-11-25T12:00:00Z, 60",
        "minute, 2026-11-25T12:00:59.9Z, 1",
        "minute, 2026-11-25T12:00:17.5Z, 43",
        "hour, 2026-11-25T12:59:00Z, 60",
        "day, 2026-11-25T23:59:59Z, 1",
        "month, 2026-11-25T00:00:00Z, 518400",
        "month, 2026-02-28T23:59:00Z, 60",
        "month, 2028-02-28T00:00:00Z, 172800",
        "month, 2026-01-31T23:00:00Z, 3600",
        "year, 2026-12-31T23:59:59Z, 1",
        "year, 2028-12-31T00:00:00Z, 86400",
    })
    void aWindowEndsByTheCalendarInUtc(String window, Instant now, String reset) throws Exception {
        host.now = now;
        OnePlugin plugin = new OnePlugin(NAME, "{" + window + ": 1}", host);

        assertThat(limits(plugin)).startsWith("200").endsWith(" Reset=" + reset);
        host.now = now.plusSeconds(Long.parseLong(reset)).minusNanos(1 + now.getNano());
        assertThat(limits(plugin)).startsWith("429").endsWith(" Reset=1 Retry=1");
        host.now = now.plusSeconds(Long.parseLong(reset));
        assertThat(limits(plugin)).startsWith("200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5       | 200 L=1.5 R=0.5, 200 L=1.5 R=0, 429 L=1.5 R=0",
                "0.5       | 200 L=0.5 R=0, 429 L=0.5 R=0",
                "1.1       | 200 L=1.1 R=0.1, 200 L=1.1 R=0, 429 L=1.1 R=0",
                "100       | 200 L=100 R=99",
                "1000000   | 200 L=1000000 R=999999",
                "1.0       | 200 L=1 R=0, 429 L=1 R=0",
            })
    void limitsMayBeFractionsAndPrintWithoutTrailingZeros(String limit, String expected) throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{day: " + limit + "}", host);

        for (String one : expected.split(", ")) {
            assertThat(limits(plugin).replaceAll(" \\w+-Day=\\S+| Reset=\\d+| Retry=\\d+", ""))
                    .isEqualTo(one);
        }
    }

    @Test
    void headersCanBeHidden() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{day: 1, hide_client_headers: true}", host);

        assertThat(plugin.send(request()).reply().headers().size()).isZero();
        assertThat(plugin.send(request()).reply().headers().names()).containsExactly("content-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{day: 1}                                              | 429 | API rate limit exceeded",
                "{day: 1, error_code: 404, error_message: slow down}   | 404 | slow down",
                "{day: 1, error_code: 503.7}                           | 503 | API rate limit exceeded",
            })
    void theRefusalIsConfigurable(String config, int status, String message) throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, config, host);
        plugin.send(request());

        Reply refusal = plugin.send(request()).reply();

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(text(refusal)).contains("\"message\":\"" + message + "\"", "request_id");
    }

    @Test
    void aCodeThatIsNoErrorIs500WithTheHeaders() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{day: 1, error_code: 200}", host);
        plugin.send(request());

        PluginRun.Outcome outcome = plugin.send(request());

        assertThat(outcome.reply().status()).isEqualTo(500);
        assertThat(text(outcome.reply())).isEqualTo("{\"message\":\"An unexpected error occurred\"}");
        assertThat(outcome.reply().headers().first("RateLimit-Remaining")).contains("0");
        assertThat(outcome.upstream()).isNull();
    }

    @Test
    void ourHeadersReplaceTheUpstreams() throws Exception {
        Headers upstream = Headers.of("ratelimit-limit", "99", "X-RateLimit-Limit-Day", "99", "X-Other", "o");

        Headers headers = new OnePlugin(NAME, "{day: 1}", host)
                .send(request(), upstream)
                .reply()
                .headers();

        assertThat(headers.all("RateLimit-Limit")).containsExactly("1");
        assertThat(headers.all("X-RateLimit-Limit-Day")).containsExactly("1");
        assertThat(headers.all("X-Other")).containsExactly("o");
    }

    @Test
    void requestsAtTheSameTimeDoNotPassTogether() throws Exception {
        Plugin plugin = Configured.plugin(new RateLimitingFactory(), "{day: 10, hour: 7}", host);
        List<Callable<Reply>> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(() -> {
                Exchange exchange = Exchanges.of(request());
                plugin.access(exchange);
                return exchange.reply();
            });
        }
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> reply : threads.invokeAll(requests)) {
                passed += reply.get() == null ? 1 : 0;
            }
        }
        assertThat(passed).isEqualTo(7);
    }

    @Test
    void countersSurviveANewInstanceOfTheEntry() throws Exception {
        Configured.plugin(new RateLimitingFactory(), "{day: 1}", host).access(Exchanges.of(request()));
        Exchange exchange = Exchanges.of(request());

        Configured.plugin(new RateLimitingFactory(), "{day: 1, error_code: 503}", host)
                .access(exchange);

        assertThat(exchange.reply().status()).isEqualTo(503);
    }

    @Test
    void aPreviewDoesNotCount() throws Exception {
        Plugin plugin = Configured.plugin(new RateLimitingFactory(), "{day: 1}", host);

        for (int i = 0; i < 3; i++) {
            Exchange exchange = Exchanges.of(request());
            assertThat(plugin.preview(exchange).orElseThrow().summary()).isEqualTo("would count it");
            assertThat(exchange.reply()).isNull();
        }
        plugin.access(Exchanges.of(request()));
        Exchange exchange = Exchanges.of(request());
        assertThat(plugin.preview(exchange).orElseThrow().summary()).isEqualTo("would refuse: API rate limit exceeded");
        assertThat(exchange.reply().status()).isEqualTo(429);
    }

    private static FakeRequest request() {
        return new FakeRequest("GET", "/");
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /** Status and limit headers of the next request, in short. */
    private static String limits(OnePlugin plugin) throws Exception {
        Reply reply = plugin.send(request()).reply();
        StringBuilder out = new StringBuilder().append(reply.status());
        reply.headers().forEach((name, value) -> {
            String brief = name.replace("X-RateLimit-", "")
                    .replace("RateLimit-Limit", "L")
                    .replace("RateLimit-Remaining", "R")
                    .replace("RateLimit-Reset", "Reset")
                    .replace("Retry-After", "Retry");
            out.append(name.contains("R") ? " " + brief + "=" + value : "");
        });
        return out.toString();
    }
}
