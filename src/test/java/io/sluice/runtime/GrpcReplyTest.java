package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.StandardReplies;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of gRPC gets where others get a text. */
class GrpcReplyTest {

    @ParameterizedTest
    @CsvSource({
        "200, 0", "400, 3", "401, 16", "403, 7", "404, 5", "409, 6", "429, 8", "499, 1", "418, 2", "500, 13", "501, 12",
        "502, 13", "503, 14", "504, 4", "511, 13"
    })
    void theStatusIsThatOfGrpc(int http, String grpc) {
        Reply shaped = GrpcReply.of(StandardReplies.message(http, "what it is"));

        assertThat(shaped.status()).isEqualTo(http);
        assertThat(shaped.headers().first("grpc-status")).contains(grpc);
        assertThat(shaped.headers().first("grpc-message")).contains("what it is");
        assertThat(shaped.headers().contains("Content-Type")).isFalse();
        assertThat(shaped.body()).isEmpty();
    }

    @Test
    void aTextIsTheMessageUpToItsFirstLineEnd() {
        Reply text = new Reply(
                503, Headers.of("Content-Type", "text/plain"), "out\nrequest_id: 1".getBytes(StandardCharsets.UTF_8));

        assertThat(GrpcReply.of(text).headers().first("grpc-message")).contains("out");
    }

    @Test
    void whatHasNoMessageGetsNone() {
        assertThat(GrpcReply.of(Reply.json(200, "[1]")).headers().contains("grpc-message"))
                .isFalse();
        assertThat(GrpcReply.of(Reply.json(200, "not json")).headers().contains("grpc-message"))
                .isFalse();
    }

    @Test
    void inHttp1ThereIsNoGrpc() {
        Reply reply = StandardReplies.message(200, "m");
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Type", "application/grpc"));

        assertThat(GrpcReply.shaped(reply, request)).isSameAs(reply);
    }
}
