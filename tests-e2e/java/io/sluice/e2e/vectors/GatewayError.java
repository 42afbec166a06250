package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** The standard error bodies of Kong, byte for byte but for the request's id. */
final class GatewayError {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private GatewayError() {}

    /** Checks a body against the form of its Content-Type. */
    static void check(String body, String contentType, String message) {
        String form = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        switch (form) {
            case "application/json" ->
                assertThat(body)
                        .matches(pattern("{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"" + ID + "\"\n}"));
            case "text/plain" -> assertThat(body).matches(pattern(message + "\nrequest_id: " + ID + "\n"));
            case "text/html" ->
                assertThat(body)
                        .startsWithIgnoringCase("<!doctype html>")
                        .contains("<h1>Error</h1>", "<p>" + message + ".</p>")
                        .containsPattern("<p>request_id: [0-9a-f]{32}</p>");
            case "application/xml" ->
                assertThat(body)
                        .contains("<error>", "<message>" + message + "</message>", "</error>")
                        .containsPattern("<requestid>[0-9a-f]{32}</requestid>");
            default -> throw new AssertionError("no form of error: " + contentType + "\n" + body);
        }
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text.lines()
                        .map(Pattern::quote)
                        .collect(java.util.stream.Collectors.joining("\n"))
                        .replace(ID, "\\E[0-9a-f]{32}\\Q")
                + (text.endsWith("\n") ? "\n" : ""));
    }
}
