package io.sluice.cli;

import io.sluice.api.Version;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems as a log of SARIF 2.1.0 (OASIS), which code scanners and editors read. */
record SarifReport(PrintWriter out) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    void print(List<Problem> problems) {
        List<String> codes = new ArrayList<>(
                new LinkedHashSet<>(problems.stream().map(Problem::code).toList()));
        ObjectNode log = JSON.createObjectNode();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "sluice");
        driver.put("version", Version.NUMBER);
        ArrayNode rules = driver.putArray("rules");
        codes.forEach(code -> {
            ObjectNode rule = rules.addObject().put("id", code);
            rule.putObject("help").put("text", "See " + ProblemReport.explanation(code));
        });
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        problems.forEach(problem -> result(results.addObject(), problem, codes.indexOf(problem.code())));
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(log));
        out.flush();
    }

    private static void result(ObjectNode result, Problem problem, int rule) {
        result.put("ruleId", problem.code());
        result.put("ruleIndex", rule);
        result.put("level", ProblemReport.severity(problem));
        String hint = problem.hint() == null ? "" : " (" + problem.hint() + ")";
        result.putObject("message").put("text", problem.message() + hint);
        ObjectNode location = result.putArray("locations").addObject();
        location(location.putObject("physicalLocation"), problem.place());
        if (!problem.pointer().isEmpty()) {
            location.putArray("logicalLocations").addObject().put("fullyQualifiedName", problem.pointer());
        }
    }

    private static void location(ObjectNode physical, Place place) {
        physical.putObject("artifactLocation").put("uri", uri(place.file()));
        if (place.line() > 0) {
            ObjectNode region = physical.putObject("region");
            region.put("startLine", place.line());
            region.put("startColumn", Math.max(1, place.column()));
        }
    }

    /** A relative name stays relative. */
    private static String uri(String file) {
        try {
            String path = file.replace('\\', '/');
            boolean absolute = path.startsWith("/");
            return new URI(absolute ? "file" : null, absolute ? "" : null, absolute ? path : "./" + path, null)
                    .toASCIIString()
                    .replaceFirst("^\\./", "");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
