package io.sluice.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every answer recorded from Kong's own routers, through files, JSON lines and the report for tools. */
class RecordedAnswersTest {

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void ofTheDefaultFlavorAgree(Calculation calculation) throws Exception {
        check("router-recorded-compatible.json", new Flavor.Compatible(calculation), calculation == Calculation.STRICT);
    }

    @Test
    void ofTheTraditionalFlavorAgree() throws Exception {
        check("router-recorded.json", new Flavor.Traditional(), false);
    }

    private static void check(String vectors, Flavor flavor, boolean strict) throws Exception {
        JsonNode recorded;
        try (InputStream in = RecordedAnswersTest.class.getResourceAsStream("/vectors/" + vectors)) {
            recorded = JsonMapper.shared().readTree(in);
        }
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (JsonNode set : recorded.get("sets")) {
            try (Explained explained = new Explained(file(set.get("routes")), flavor)) {
                for (JsonNode check : set.get("checks")) {
                    if (check.has("host_case")) {
                        continue; // decision R2
                    }
                    checked++;
                    JsonNode expect =
                            strict && check.has("expect_strict") ? check.get("expect_strict") : check.get("expect");
                    JsonNode got = explained.json(check.get("request").toString());
                    if (!agrees(expect, got)) {
                        wrong.add(check + "\n  got " + got);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(1_800);
    }

    private static String file(JsonNode routes) {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        file.put("_format_version", "3.0");
        for (JsonNode route : routes) {
            ObjectNode service = ((ObjectNode) route.get("service")).deepCopy();
            ObjectNode alone = ((ObjectNode) route).deepCopy();
            alone.remove("service");
            service.putArray("routes").add(alone);
            file.withArray("services").add(service);
        }
        return file.toString();
    }

    private static boolean agrees(JsonNode expect, JsonNode got) {
        if (!expect.path("route").asString("").equals(got.path("route").asString(""))) {
            return false;
        }
        if (expect.path("route").isNull()) {
            return got.get("status").asInt() == 404;
        }
        return !expect.has("upstream_uri")
                || (got.get("status").isNull()
                        && got.get("upstream_uri").equals(expect.get("upstream_uri"))
                        && captures(expect).equals(captures(got)));
    }

    /** The recording has no "0". */
    private static Map<String, String> captures(JsonNode answer) {
        Map<String, String> captures = new TreeMap<>();
        answer.path("captures")
                .properties()
                .forEach(c -> captures.put(c.getKey(), c.getValue().asString(null)));
        captures.remove("0");
        return captures;
    }
}
