package io.sluice.plugins.requestsizelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.produce.SendOutcome;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.OnePlugin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizeLimitingTest {

    private static final String NAME = "request-size-limiting";
    /** What may be held in memory, in these tests. */
    private static final int HELD = 1000;

    private final FakeHost host = new FakeHost(
            new HostLimits(1, HELD, 100, 100, 100, Duration.ofMinutes(1)), _ -> new SendOutcome.Buffered());

    /** Bodies with a length, in chunks, and none at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{allowed_payload_size: 5, size_unit: bytes}     |     5 |     6",
                "{allowed_payload_size: 0, size_unit: bytes}     |     0 |     1",
                "{allowed_payload_size: 1, size_unit: kilobytes} |  1024 |  1025",
                "{allowed_payload_size: 1000, size_unit: bytes}  |  1000 |  1001",
                "{allowed_payload_size: 99999, size_unit: bytes} | 99999 | 100000",
                "{allowed_payload_size: 1}                       | 1048576 | 1048577",
            })
    void theLimitIsInclusiveHoweverTheBodyComes(String config, int passes, int fails) throws Exception {
        assertThat(status(config, withLength(passes))).isEqualTo(200);
        assertThat(status(config, withLength(fails))).isEqualTo(413);
        assertThat(status(config, inChunks(passes))).isEqualTo(200);
        assertThat(status(config, inChunks(fails))).isEqualTo(413);
        assertThat(status(config, new FakeRequest("GET", "/"))).isEqualTo(200);
    }

    @Test
    void theDefaultIs128MegabytesOf1024Kilobytes() throws Exception {
        assertThat(status("{}", announcing(134_217_728))).isEqualTo(200);
        assertThat(status("{}", announcing(134_217_729))).isEqualTo(413);
    }

    /** Expect header of the request, and the status of the refusal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"100-continue | 417", "100-Continue | 417", "\" 100-CONTINUE \" | 417", "100 | 413", "\"\" | 413"})
    void whoWaitsForLeaveIsToldThatTheExpectationFailed(String expect, int status) throws Exception {
        FakeRequest request = withLength(6);
        request.headers().add("Expect", expect);

        PluginRun.Outcome outcome = send("{allowed_payload_size: 5, size_unit: bytes}", request);

        assertThat(outcome.reply().status()).isEqualTo(status);
        assertThat(new String(outcome.reply().body(), StandardCharsets.UTF_8))
                .contains("\"message\":\"Request size limit exceeded\"", "request_id");
    }

    @Test
    void aLengthCanBeRequired() throws Exception {
        String config = "{allowed_payload_size: 5, size_unit: bytes, require_content_length: true}";

        PluginRun.Outcome refused = send(config, new FakeRequest("GET", "/"));
        assertThat(refused.reply().status()).isEqualTo(411);
        assertThat(new String(refused.reply().body(), StandardCharsets.UTF_8))
                .contains("\"message\":\"A valid Content-Length header is required\"");

        assertThat(status(config, withLength(0))).isEqualTo(200);
        assertThat(status(config, withLength(5))).isEqualTo(200);
        assertThat(status(config, withLength(6))).isEqualTo(413);
        assertThat(status(config, inChunks(5))).isEqualTo(200);
        assertThat(status(config, inChunks(6))).isEqualTo(413);
        RequestBody framedByHttp2 = FakeBody.chunked(new byte[5]);
        assertThat(status(config, new FakeRequest("POST", "/", new Headers(), framedByHttp2)))
                .isEqualTo(411);
    }

    @Test
    void anAnnouncedBodyIsNotRead() throws Exception {
        FakeRequest request = announcing(5);

        PluginRun.Outcome outcome = send("{allowed_payload_size: 5, size_unit: bytes}", request);

        assertThat(outcome.upstream()).isSameAs(request);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "1000", "1001", "300000"})
    void thoseBehindSeeAllOfAMeasuredBody(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Plugin plugin = Configured.plugin(new RequestSizeLimitingFactory(), "{}", host);
        Exchange exchange = Exchanges.of(
                new FakeRequest("POST", "/", Headers.of("Transfer-Encoding", "chunked"), FakeBody.chunked(bytes)));

        plugin.access(exchange);

        RequestBody body = exchange.request().body();
        assertThat(exchange.reply()).isNull();
        assertThat(body.bytes(size)).isEqualTo(bytes);
        assertThat(body.isFramed()).isTrue();
        assertThat(drain(body)).isEqualTo(bytes);
        assertThat(body.read(new byte[1], 0, 1)).isEqualTo(-1);
        if (size > HELD) {
            assertThat(body.length()).isEqualTo(size);
            assertThatThrownBy(() -> body.bytes(size - 1)).isInstanceOf(RequestBody.TooLarge.class);
        }
        plugin.log(exchange, null);
        if (size > HELD) {
            assertThatThrownBy(() -> exchange.request().body().bytes(size)).isInstanceOf(RequestBody.Broken.class);
        }
    }

    @Test
    void aBodyThatBreaksOffIsNobodysFault() throws Exception {
        Plugin plugin = Configured.plugin(new RequestSizeLimitingFactory(), "{}", host);
        RequestBody broken = FakeBody.from(limit -> {
            if (limit == HELD) {
                throw new RequestBody.TooLarge(limit);
            }
            throw new RequestBody.Broken("gone");
        });
        Exchange exchange = Exchanges.of(new FakeRequest("POST", "/", new Headers(), broken));

        assertThatThrownBy(() -> plugin.access(exchange)).isInstanceOf(RequestBody.Broken.class);
        plugin.log(exchange, null);
    }

    @Test
    void badConfigurationsAreRefused() {
        assertThat(OnePlugin.problems(NAME, "{size_unit: gigabytes}"))
                .containsExactly("ERROR /size_unit expected one of: megabytes, kilobytes, bytes");
        assertThat(OnePlugin.problems(NAME, "{allowed_payload_size: 1.5}"))
                .containsExactly("ERROR /allowed_payload_size expected an integer");
    }

    private int status(String config, Request request) throws Exception {
        return send(config, request).reply().status();
    }

    private PluginRun.Outcome send(String config, Request request) throws Exception {
        return new OnePlugin(NAME, config, host).send(request);
    }

    private static FakeRequest withLength(int size) {
        return new FakeRequest("POST", "/", Headers.of("Content-Length", "" + size), FakeBody.of(new byte[size]));
    }

    private static FakeRequest inChunks(int size) {
        return new FakeRequest(
                "POST", "/", Headers.of("Transfer-Encoding", "chunked"), FakeBody.chunked(new byte[size]));
    }

    /** Whose body must not be asked for. */
    private static FakeRequest announcing(long length) {
        RequestBody body = new RequestBody() {
            @Override
            public byte[] bytes(long limit) {
                throw new AssertionError("read");
            }

            @Override
            public long length() {
                return length;
            }

            @Override
            public boolean isFramed() {
                return true;
            }

            @Override
            public int read(byte[] target, int offset, int count) {
                throw new AssertionError("read");
            }
        };
        return new FakeRequest("POST", "/", Headers.of("Content-Length", "" + length), body);
    }

    private static byte[] drain(RequestBody body) throws RequestBody.Broken {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[7000];
        int count;
        while ((count = body.read(part, 3, part.length - 3)) >= 0) {
            out.write(part, 3, count);
        }
        return out.toByteArray();
    }
}
