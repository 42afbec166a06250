package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Kong's own answers: the shapes of {@code kong.response.error} and {@code kong.response.exit}, and the texts of its statuses. */
public final class StandardReplies {

    private static final Pattern QUALITY = Pattern.compile("0(?:\\.\\d*)?|1(?:\\.0*)?");

    private StandardReplies() {}

    /** The one-line form of plugins: {@code {"message":"..."}}. */
    public static Reply message(int status, String message) {
        return Reply.json(status, "{\"message\":\"" + json(message) + "\"}");
    }

    /**
     * The form of the gateway's own errors: shaped by Accept, JSON when that says nothing, with the request's id.
     *
     * @throws IllegalArgumentException if the status is none of an error, 400..599, as {@code kong.response.error} does
     */
    public static Reply error(int status, String message, Headers request, String requestId) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("an error needs a status of 400-599, not " + status);
        }
        return shaped(status, message, form(joined(request, "Accept")), requestId);
    }

    /**
     * The form of errors of the HTTP layer: shaped by Accept, where there is none by the request's Content-Type, and by {@code
     * defaultType} where there is neither. What is there and names no known type asks for JSON, and not for the default.
     */
    public static Reply httpError(int status, Headers request, String defaultType, String requestId) {
        String wanted = request.contains("Accept") ? joined(request, "Accept") : joined(request, "Content-Type");
        boolean silent = !request.contains("Accept") && !request.contains("Content-Type");
        return shaped(status == 494 ? 400 : status, text(status), form(silent ? defaultType : wanted), requestId);
    }

    /** What the HTTP layer itself answers, as {@link #httpError}, with its headers. 503 is of this gateway, not of an upstream. */
    public static Reply refusal(int status, Headers request, String defaultType, String requestId) {
        Reply reply = status == 503
                ? error(status, "this gateway is over a limit of its own, try again", request, requestId)
                : httpError(status, request, defaultType, requestId);
        if (status == 503) {
            reply.headers().set("Retry-After", "1");
        }
        reply.headers().set("Server", Version.PRODUCT).set("X-Kong-Request-Id", requestId);
        return reply;
    }

    private static String joined(Headers request, String name) {
        return String.join(",", request.all(name));
    }

    /** What nginx's error handler in Kong says of a status; 494 is nginx's own for a head that is too large. */
    public static String text(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 408 -> "Request timeout";
            case 411 -> "Length required";
            case 412 -> "Precondition failed";
            case 413 -> "Payload too large";
            case 414 -> "URI too long";
            case 417 -> "Expectation failed";
            case 494 -> "Request header or cookie too large";
            case 500 -> "An unexpected error occurred";
            case 502 -> "An invalid response was received from the upstream server";
            case 503 -> "The upstream server is currently unavailable";
            case 504 -> "The upstream server is timing out";
            default -> "The upstream server responded with " + status;
        };
    }

    private enum Form {
        JSON,
        HTML,
        XML,
        PLAIN
    }

    /** Of the type with the highest q, the first one of several, whether it is known or not. */
    private static Form form(String accept) {
        Form best = Form.JSON;
        double bestQuality = 0;
        for (String range : accept.split(",", -1)) {
            MediaType type = MediaType.of(range);
            double quality = type.type().indexOf('/') > 0 ? quality(type) : 0;
            if (quality > bestQuality) {
                best = formOf(type.type());
                bestQuality = quality;
            }
        }
        return best;
    }

    /** What has no form of its own, {@code *}{@code /*} too, gets JSON. */
    private static Form formOf(String type) {
        return switch (type) {
            case "text/html" -> Form.HTML;
            case "application/xml" -> Form.XML;
            case "text/plain", "text/*" -> Form.PLAIN;
            default -> Form.JSON;
        };
    }

    /** What is no weight from 0 to 1 (RFC 9110 12.4.2) counts as none: 1. */
    private static double quality(MediaType type) {
        String weight = type.parameter("q").orElse("1");
        return QUALITY.matcher(weight).matches() ? Double.parseDouble(weight) : 1;
    }

    private static Reply shaped(int status, String message, Form form, String id) {
        return switch (form) {
            case JSON ->
                reply(
                        status,
                        Reply.JSON,
                        "{\n  \"message\":\"" + json(message) + "\",\n  \"request_id\":\"" + json(id) + "\"\n}");
            case HTML ->
                reply(
                        status,
                        "text/html; charset=utf-8",
                        "<!doctype html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Error</title>\n  </head>\n"
                                + "  <body>\n    <h1>Error</h1>\n    <p>" + markup(message)
                                + ".</p>\n    <p>request_id: "
                                + markup(id) + "</p>\n  </body>\n</html>\n");
            case XML ->
                reply(
                        status,
                        "application/xml; charset=utf-8",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n  <message>" + markup(message)
                                + "</message>\n  <requestid>" + markup(id) + "</requestid>\n</error>\n");
            case PLAIN -> reply(status, "text/plain; charset=utf-8", message + "\nrequest_id: " + id + "\n");
        };
    }

    private static Reply reply(int status, String type, String body) {
        return new Reply(status, Headers.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String markup(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
