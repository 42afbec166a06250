package io.sluice.e2e.vectors;

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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each expectation is met by what is right, and by nothing else. */
class ProxyChecksTest {

    private static final Fields FIELDS =
            new Fields(List.of(new Field("Content-Type", "application/json"), new Field("X-A", "1")));

    private static ProxyChecks.Answer answer(int status, String body, String fault) {
        Reply reply = new Reply(
                List.of(new Head("HTTP/1.1 103 Early Hints", Fields.NONE)),
                new Head("HTTP/1.1 " + status + " A Reason", FIELDS),
                body.getBytes(StandardCharsets.UTF_8),
                new Body(body.length(), new Fields(List.of(new Field("X-T", "t"))), fault),
                Duration.ofMillis(50),
                Duration.ofMillis(500));
        return new ProxyChecks.Answer(reply, true);
    }

    private static Recorded request(String target) {
        return new Recorded(1, new Head("GET " + target + " HTTP/1.1", FIELDS), new byte[] {'b'}, Body.NONE);
    }

    private static final ProxyChecks.Outcome ONE = new ProxyChecks.Outcome(
            List.of(answer(200, "{\"upstream\":2}", null)),
            Map.of("1", List.of(), "2", List.of(request("/x"), request("/x"))),
            0);

    /** Four answers, two of them failures, by two upstreams. */
    private static final ProxyChecks.Outcome MANY = new ProxyChecks.Outcome(
            List.of(
                    answer(502, "{\"upstream\":1}", null),
                    answer(200, "{\"upstream\":2}", null),
                    answer(502, "{\"upstream\":1}", null),
                    answer(200, "{\"upstream\":1}", null)),
            Map.of("1", List.of(request("/x"), request("/x")), "2", List.of(request("/y"))),
            0);

    private static void run(String expect, ProxyChecks.Outcome outcome) throws Exception {
        ProxyChecks.run(Json.parse(expect.replace('\'', '"')), outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 200, 'reason': 'A Reason', 'content_type': 'application/json'}",
                "{'body_starts': '{', 'headers': {'x-a': '1'}, 'headers_present': ['x-A'], 'headers_absent': ['b']}",
                "{'headers_match': {'X-A': '[0-9]'}, 'upstream': 2, 'same_upstream': true, 'counts': {'2': 1}}",
                "{'within_ms': [500, 600], 'first_byte_within_ms': [0, 50]}",
                "{'truncated': false, 'connection_closed': true, 'interim': [103], 'trailers': {'x-t': 't'}}",
                "{'tries': {'1': 0, '2': 2}, 'tries_between': {'2': [1, 2]}, 'tries_total': 2}",
                "{'seen': {'method': 'GET', 'path': '/x', 'body': 'b', 'headers': {'x-a': '1'}}}",
                "{'seen': {'headers_present': ['X-A'], 'headers_absent': ['B'], 'headers_match': {'x-a': '1'}}}",
                "{'probe_seen': {'path': '/x', 'method': 'GET'}}"
            })
    void whatIsRightPasses(String expect) throws Exception {
        run(expect, ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 201}",
                "{'reason': 'Reason'}",
                "{'content_type': 'application/json; charset=utf-8'}",
                "{'gateway_error': 'm'}",
                "{'headers': {'x-a': '2'}}",
                "{'headers_present': ['B']}",
                "{'headers_absent': ['X-a']}",
                "{'headers_match': {'X-A': 'x'}}",
                "{'body': ''}",
                "{'body_starts': 'x'}",
                "{'upstream': 1}",
                "{'within_ms': [0, 499]}",
                "{'first_byte_within_ms': [51, 60]}",
                "{'truncated': true}",
                "{'connection_closed': false}",
                "{'interim': []}",
                "{'trailers': {}}",
                "{'raw_reply_starts': ''}",
                "{'hangs_ms': 100}",
                "{'tries': {'2': 1}}",
                "{'tries': {'3': 0}}",
                "{'tries_between': {'2': [3, 4]}}",
                "{'tries_total': 1}",
                "{'seen': {'method': 'POST'}}",
                "{'seen': {'bodi': 'b'}}",
                "{'probe_seen': {'path': '/y'}}",
                "{'tunnel': true}",
                "{'status': 200, 'statuss': 200}"
            })
    void whatIsWrongFails(String expect) {
        assertThatThrownBy(() -> run(expect, ONE)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'statuses': {'200': 2, '502': 2}, 'statuses_seen': [502, 200]}",
                "{'status_list': [502, 200, 502, 200]}",
                "{'statuses_between': {'200': [2, 3], '503': [0, 0]}}",
                "{'counts': {'1': 3, '2': 1}, 'same_upstream': false, 'tries_per_502': {'1': 1}}"
            })
    void severalAnswersAreJudgedTogether(String expect) throws Exception {
        run(expect, MANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status': 200}",
                "{'statuses': {'200': 2}}",
                "{'statuses_seen': [200]}",
                "{'status_list': [200, 502, 502, 200]}",
                "{'statuses_between': {'503': [1, 1]}}",
                "{'counts': {'1': 3}}",
                "{'same_upstream': true}",
                "{'tries_per_502': {'2': 1}}",
                "{'seen': {'path': '/x'}}"
            })
    void oneWrongAmongThemIsEnough(String expect) {
        assertThatThrownBy(() -> run(expect, MANY)).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsCutOrHangsHasToBeExpected() throws Exception {
        ProxyChecks.Outcome cut = new ProxyChecks.Outcome(List.of(answer(200, "x", "cut")), Map.of(), 0);
        ProxyChecks.Outcome hangs = new ProxyChecks.Outcome(List.of(), Map.of(), 1);

        run("{'status': 200, 'truncated': true}", cut);
        run("{'hangs_ms': 1}", hangs);

        assertThatThrownBy(() -> run("{'status': 200}", cut)).hasMessageContaining("whole");
        assertThatThrownBy(() -> run("{'status': 200}", hangs)).hasMessageContaining("without an answer");
        assertThatThrownBy(() -> run("{'seen': {}}", hangs)).isInstanceOf(AssertionError.class);
    }
}
