package io.sluice.e2e.vectors;

import io.sluice.e2e.upstream.UpstreamServer;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a person needs to see why a case failed. */
final class Report {

    private Report() {}

    /** An error with the request, what was expected of it, what came, what reached the upstreams, and the gateway's log. */
    static AssertionError of(Throwable failure, JsonNode request, JsonNode expect, List<?> replies, Stage stage) {
        String upstream = stage.upstreams().entrySet().stream()
                .map(e -> e.getKey() + ":\n" + tail(e.getValue()))
                .collect(Collectors.joining("\n"));
        List<String> log = stage.gateway().output();
        return new AssertionError(
                Vectors.name(stage.filled()) + "\n" + failure.getMessage()
                        + section("request", request)
                        + section("expected", expect)
                        + section("got", replies.stream().map(Object::toString).collect(Collectors.joining("\n---\n")))
                        + section("at the upstreams", upstream + "\nfaults: " + stage.faults())
                        + section("gateway", String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size())))
                        + section("file", stage.filled().get("config")),
                failure);
    }

    private static String tail(UpstreamServer server) {
        List<?> requests = server.requests();
        return requests.subList(Math.max(0, requests.size() - 3), requests.size()).stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private static String section(String title, Object content) {
        return "\n--- " + title + "\n" + content;
    }
}
