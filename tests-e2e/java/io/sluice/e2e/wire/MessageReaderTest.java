package io.sluice.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static MessageReader reader(String bytes) {
        return new MessageReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void linesKeepTheirOrderAndValues() throws IOException {
        Head head = reader("GET /a?b=%20 HTTP/1.1\r\nX-A:  1 \r\nB:\r\nx-a: \u00e9:2\r\n\r\n")
                .head();

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/a?b=%20");
        assertThat(head.fields().lines())
                .containsExactly(new Field("X-A", "1"), new Field("B", ""), new Field("x-a", "\u00e9:2"));
        assertThat(head.fields().joined("X-a")).isEqualTo("1, \u00e9:2");
        assertThat(head.fields().joined("c")).isNull();
        assertThat(head.fields().joined()).containsOnlyKeys("x-a", "b");
    }

    @Test
    void messagesFollowEachOtherUntilTheEnd() throws IOException {
        MessageReader reader =
                reader("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST / HTTP/1.1\r\nTransfer-Encoding:"
                        + " chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nX-T: 1\r\n\r\nGET / HTTP/1.0\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body first = reader.requestBody(reader.head(), bytes);
        Body second = reader.requestBody(reader.head(), bytes);
        Body third = reader.requestBody(reader.head(), bytes);

        assertThat(bytes).hasToString("abcdef");
        assertThat(first).isEqualTo(new Body(3, Fields.NONE, null));
        assertThat(second.trailers().joined()).containsEntry("x-t", "1");
        assertThat(third).isEqualTo(Body.NONE);
        assertThat(reader.head()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n\r\n",
                "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\r\nA b: c\r\n\r\n",
                "GET / HTTP/1.1\r\n: c\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b",
                "GET"
            })
    void headsThatBreakTheRulesAreRefused(String bytes) {
        assertThatThrownBy(() -> reader(bytes).head()).isInstanceOf(Broken.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 5 | abc",
                "Content-Length: 3, 3 | abc",
                "Content-Length: -3 | abc",
                "Transfer-Encoding: chunked | 3~abc~",
                "Transfer-Encoding: chunked | 3~abc",
                "Transfer-Encoding: chunked | 2~abc~0~~",
                "Transfer-Encoding: chunked | x~abc~0~~",
                "Transfer-Encoding: chunked | 3~abc~0~",
                "Transfer-Encoding: gzip, chunked | 3~abc~0~~",
                "Content-Length: 3~Content-Length: 3 | abc",
                "Content-Length: 3~Transfer-Encoding: chunked | 3~abc~0~~"
            })
    void bodiesThatAreCutOrFramedBadlyTellIt(String framing, String body) throws IOException {
        MessageReader reader = reader(("POST / HTTP/1.1~" + framing + "~~" + body).replace("~", "\r\n"));

        assertThat(reader.requestBody(reader.head(), new ByteArrayOutputStream())
                        .whole())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"GET,200,4", "HEAD,200,0", "GET,204,0", "GET,304,0", "GET,103,0"})
    void whatAResponseCarriesDependsOnWhatItAnswers(String method, int status, int length) throws IOException {
        MessageReader reader = reader("HTTP/1.1 " + status + " Some Reason\r\n\r\nrest");
        Head head = reader.head();

        assertThat(head.status()).isEqualTo(status);
        assertThat(head.reason()).isEqualTo("Some Reason");
        assertThat(reader.responseBody(method, head, new ByteArrayOutputStream()))
                .isEqualTo(new Body(length, Fields.NONE, null));
    }
}
