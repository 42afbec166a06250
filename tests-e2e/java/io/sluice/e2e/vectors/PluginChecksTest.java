package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.wire.Body;
import io.sluice.e2e.wire.Field;
import io.sluice.e2e.wire.Fields;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each expectation is met by what is right, and by nothing else. */
class PluginChecksTest {

    private static final Fields FIELDS = new Fields(
            List.of(new Field("X-A", "1"), new Field("x-a", "2"), new Field("X-Rid", "r"), new Field("Empty", "")));

    private static Reply reply(String body, String fault) {
        return new Reply(
                List.of(),
                new Head("HTTP/1.1 200 OK", FIELDS),
                body.getBytes(StandardCharsets.UTF_8),
                new Body(body.length(), Fields.NONE, fault),
                Duration.ZERO,
                Duration.ZERO);
    }

    private static Recorded request(String body) {
        return new Recorded(
                1, new Head("PUT /x?a=1 HTTP/1.1", FIELDS), body.getBytes(StandardCharsets.UTF_8), Body.NONE);
    }

    private static void run(String expect, String body, List<Recorded> upstream) throws Exception {
        PluginChecks.run(Json.parse(expect), new PluginChecks.Outcome(reply(body, null), upstream));
    }

    private static final String REPLY = "{\"message\":\"m\",\"n\":1.0,\"deep\":{\"list\":[1,2],\"more\":true}}";
    private static final String REQUEST = "{\"b\":1,\"a\":[\"x\"]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 200}",
                "{'headers': {'x-A': '1, 2', 'x-rid': 'r', 'EMPTY': ''}}",
                "{'headers': {'X-A': ['1', '2']}}",
                "{'headers_match': {'X-A': '^1.*2$'}}",
                "{'headers_absent': ['Nope']}",
                "{'body': {'n': 1, 'message': 'm', 'deep': {'more': true, 'list': [1, 2]}}}",
                "{'body_subset': {'n': 1, 'deep': {'list': [1, 2]}}}",
                "{'body_match': 'mess.ge'}",
                "{'upstream_not_called': false}",
                "{'upstream_method': 'PUT', 'upstream_uri': '/x?a=1'}",
                "{'upstream_headers': {'x-a': '1, 2'}, 'upstream_headers_match': {'x-a': '1'}}",
                "{'upstream_headers_absent': ['Nope']}",
                "{'upstream_body': '{\"b\":1,\"a\":[\"x\"]}'}",
                "{'upstream_body_json': {'a': ['x'], 'b': 1}}",
                "{'echo_equals_upstream': 'X-Rid'}"
            })
    void whatIsRightPasses(String expect) throws Exception {
        run(
                expect.replace('\'', '"')
                        .replace("\"{\"b\":1,\"a\":[\"x\"]}\"", "\"{\\\"b\\\":1,\\\"a\\\":[\\\"x\\\"]}\""),
                REPLY,
                List.of(request(REQUEST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 201}",
                "{'headers': {'X-A': '1'}}",
                "{'headers': {'X-B': ''}}",
                "{'headers_match': {'X-A': '3'}}",
                "{'headers_match': {'X-B': ''}}",
                "{'headers_absent': ['x-RID']}",
                "{'body': {'message': 'm'}}",
                "{'body': 'm'}",
                "{'body_subset': {'message': 'n'}}",
                "{'body_subset': {'deep': {'list': [1]}}}",
                "{'body_subset': {'nope': null}}",
                "{'body_match': '^m'}",
                "{'upstream_not_called': true}",
                "{'upstream_method': 'put'}",
                "{'upstream_uri': '/x'}",
                "{'upstream_headers': {'x-a': '1'}}",
                "{'upstream_headers_match': {'x-b': ''}}",
                "{'upstream_headers_absent': ['X-A']}",
                "{'upstream_body': ''}",
                "{'upstream_body_json': {'b': 1}}",
                "{'upstream_body_json': {'a': ['x'], 'b': '1'}}",
                "{'upstream_body_form': {'a': ['x']}}",
                "{'upstream_body_multipart': {'a': ['x']}}",
                "{'echo_equals_upstream': 'Nope'}",
                "{'status': 200, 'statu': 200}"
            })
    void whatIsWrongFails(String expect) {
        assertThatThrownBy(() -> run(expect.replace('\'', '"'), REPLY, List.of(request(REQUEST))))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void textIsComparedExactly() throws Exception {
        run("{\"body\":\"a b\",\"body_match\":\"a\"}", "a b", List.of());
        assertThatThrownBy(() -> run("{\"body\":\"a b\"}", "a b\n", List.of())).isInstanceOf(AssertionError.class);
    }

    @Test
    void oneRequestReachesTheUpstreamWhereSomethingIsSaidOfIt() {
        for (List<Recorded> upstream : List.of(List.<Recorded>of(), List.of(request(""), request("")))) {
            assertThatThrownBy(() -> run("{\"upstream_method\":\"PUT\"}", "", upstream))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("requests at the upstream");
        }
    }

    @Test
    void anAnswerThatIsCutIsNeverRight() {
        assertThatThrownBy(() -> PluginChecks.run(
                        Json.parse("{\"status\":200}"), new PluginChecks.Outcome(reply("", "cut"), List.of())))
                .hasMessageContaining("whole");
    }

    @Test
    void formsAndMultipartAreReadByName() throws Exception {
        run("{\"upstream_body_form\":{\"a\":[\"1\",\"2 3\"],\"b\":[\"\"]}}", "", List.of(request("a=1&b&a=2%203")));
        String part = "--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String body = part.formatted("b", "1\r\n2") + part.formatted("a", "") + part.formatted("b", "3") + "--XX--\r\n";
        run("{\"upstream_body_multipart\":{\"a\":[\"\"],\"b\":[\"1\\r\\n2\",\"3\"]}}", "", List.of(request(body)));
        assertThat(Bodies.form("")).isEmpty();
        for (String broken : List.of(body.substring(1), part.formatted("a", "1"), body.replace("; name", "; nam"))) {
            assertThatThrownBy(() -> Bodies.multipart(broken)).isInstanceOf(AssertionError.class);
        }
    }
}
