package io.sluice.e2e.vectors;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this gateway does instead of Kong where a case of the vectors of plugins has {@code deviation_allowed}. A case that is not
 * named here is done as Kong does it.
 */
final class Deviations {

    /**
     * One of them.
     *
     * @param why for people
     * @param expects by the number of the request, from 0: stands for the whole {@code expect} of that request
     */
    record Deviation(String why, Map<Integer, JsonNode> expects) {}

    private static final String BOB = """
            {"status": 200, "upstream_headers": {
              "X-Consumer-ID": "b0b00000-0000-4000-8000-000000000001",
              "X-Consumer-Username": "bob",
              "X-Consumer-Custom-ID": "bob-42",
              "X-Credential-Identifier": "bob-login"}}
            """;
    private static final String UNAUTHORIZED = """
            {"status": 401, "body_subset": {"message": "Unauthorized"}, "upstream_not_called": true,
             "headers": {"WWW-Authenticate": "Basic realm=\\"service\\""}}
            """;

    private static final Map<String, Deviation> ALL = Map.of(
            "basic-auth: scheme is Basic or basic only",
            answers("schemes are compared without case, RFC 9110 11.1", Map.of(1, BOB)),
            "basic-auth: lenient parsing",
            answers(
                    "credentials are read as RFC 7617 says: each of these is another, wrong one",
                    Map.of(0, UNAUTHORIZED, 1, UNAUTHORIZED, 2, UNAUTHORIZED, 3, UNAUTHORIZED)),
            "request-transformer: json: append to a number or boolean drops it",
            answers(
                    "nothing that was sent is dropped",
                    Map.of(
                            0, "{\"status\": 200, \"upstream_body_json\": {\"a\": [1, \"2\"]}}",
                            1, "{\"status\": 200, \"upstream_body_json\": {\"a\": [true, \"2\"]}}")));

    private Deviations() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    /** The name of a case, and what is done otherwise than Kong does it. */
    static String title(JsonNode vector) {
        Deviation ours = ALL.get(Vectors.name(vector));
        return Vectors.name(vector) + (ours == null ? "" : " [ours: " + ours.why + "]");
    }

    /** What a request of a case has to lead to. */
    static JsonNode expected(JsonNode vector, int request) {
        Deviation ours = ALL.get(Vectors.name(vector));
        JsonNode kongs = vector.get("requests").get(request).get("expect");
        return ours == null ? kongs : ours.expects.getOrDefault(request, kongs);
    }

    private static Deviation answers(String why, Map<Integer, String> expects) {
        JsonMapper json = JsonMapper.shared();
        return new Deviation(
                why,
                expects.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> json.readTree(e.getValue()))));
    }
}
