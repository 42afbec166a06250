package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardRepliesTest {

    @Test
    void theJsonFormIsKongsToTheByte() {
        Reply reply = StandardReplies.error(404, "no Route matched with those values", new Headers(), "0123");

        assertThat(text(reply))
                .isEqualTo("{\n  \"message\":\"no Route matched with those values\",\n  \"request_id\":\"0123\"\n}");
        assertThat(reply.headers().first("Content-Type")).contains("application/json; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | text/html",
                "text/* | text/plain",
                "application/* | application/json",
                "*/* | application/json",
                "application/xml;q=0.5, text/plain;q=0.9 | text/plain",
                "image/png | application/json",
                "text/html;q=0 | application/json",
                "nonsense;;q=x | application/json",
                "*/*;q=0.9, text/html;q=0.5 | application/json",
                "image/png, text/html;q=0.9 | application/json",
                "text/xml | application/json",
                "text/html;q=high, text/plain;q=0.9 | text/html",
                "text/html;q=0.4; level=1, text/plain;q=0.5 | text/plain",
                "TEXT/PLAIN | text/plain"
            })
    void acceptChoosesTheForm(String accept, String type) {
        Reply reply = StandardReplies.error(503, "m", Headers.of("Accept", accept), "id");

        assertThat(reply.headers().first("Content-Type").orElseThrow()).startsWith(type);
    }

    @Test
    void severalAcceptHeadersAreOneList() {
        Headers request = new Headers().add("Accept", "text/plain;q=0.1").add("Accept", "text/html");

        assertThat(type(StandardReplies.error(503, "m", request, "id"))).startsWith("text/html");
        assertThat(type(StandardReplies.httpError(503, request, "text/plain", "id")))
                .startsWith("text/html");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"*/*", "image/png", ""})
    void whoeverNamesNothingSpecialGetsJsonAndNotTheDefault(String accept) {
        Headers request = Headers.of("Accept", accept, "Content-Type", "text/html");

        assertThat(type(StandardReplies.httpError(502, request, "text/plain", "id")))
                .startsWith("application/json");
        assertThat(type(StandardReplies.httpError(
                        502, Headers.of("Content-Type", "multipart/form-data; boundary=x"), "text/plain", "id")))
                .startsWith("application/json");
    }

    @Test
    void everyFormEscapes() {
        String nasty = "<a href=\"x\">&\n";

        assertThat(text(StandardReplies.error(400, nasty, new Headers(), "id"))).contains("<a href=\\\"x\\\">&\\u000a");
        for (String accept : new String[] {"text/html", "application/xml"}) {
            assertThat(text(StandardReplies.error(400, nasty, Headers.of("Accept", accept), "id")))
                    .contains("&lt;a href=&quot;x&quot;&gt;&amp;");
        }
    }

    @Test
    void httpErrorsFollowAcceptThenContentTypeThenTheDefault() {
        assertThat(text(StandardReplies.httpError(494, new Headers(), "text/plain", "id")))
                .isEqualTo("Request header or cookie too large\nrequest_id: id\n");
        assertThat(StandardReplies.httpError(494, new Headers(), "text/plain", "id")
                        .status())
                .isEqualTo(400);
        assertThat(text(StandardReplies.httpError(
                        413, Headers.of("Content-Type", "application/json"), "text/plain", "id")))
                .contains("\"message\":\"Payload too large\"");
        assertThat(text(StandardReplies.message(401, "Unauthorized"))).isEqualTo("{\"message\":\"Unauthorized\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 399, 600})
    void anErrorNeedsAnErrorsStatus(int status) {
        assertThatThrownBy(() -> StandardReplies.error(status, "m", new Headers(), "id"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StandardReplies.error(400, "m", new Headers(), "id").status())
                .isEqualTo(400);
        assertThat(StandardReplies.error(599, "m", new Headers(), "id").status())
                .isEqualTo(599);
    }

    private static String type(Reply reply) {
        return reply.headers().first("Content-Type").orElseThrow();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
