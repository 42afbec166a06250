package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Kong's own answers: the shapes of {@code kong.response.error} and {@code kong.response.exit}, and the texts of its statuses. */
public final class StandardReplies {

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
        return shaped(status, message, form(request.first("Accept").orElse(""), Form.JSON), requestId);
    }

    /**
     * The form of errors of the HTTP layer: shaped by Accept, else by the request's Content-Type, else as {@code defaultType}
     * says.
     */
    public static Reply httpError(int status, Headers request, String defaultType, String requestId) {
        Form byDefault = form(defaultType, Form.PLAIN);
        String accept =
                request.first("Accept").orElse(request.first("Content-Type").orElse(""));
        return shaped(status == 494 ? 400 : status, text(status), form(accept, byDefault), requestId);
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

    /** The best supported type of an Accept header by its q; the first one when they are equal. */
    private static Form form(String accept, Form byDefault) {
        Form best = byDefault;
        double bestQuality = 0;
        for (String range : accept.split(",", -1)) {
            MediaType type = MediaType.of(range);
            Form form = form(type.type());
            double quality = quality(type);
            if (form != null && quality > bestQuality) {
                best = form;
                bestQuality = quality;
            }
        }
        return best;
    }

    private static @Nullable Form form(String type) {
        return switch (type) {
            case "application/json", "application/*" -> Form.JSON;
            case "text/html" -> Form.HTML;
            case "application/xml", "text/xml" -> Form.XML;
            case "text/plain", "text/*" -> Form.PLAIN;
            default -> null;
        };
    }

    private static double quality(MediaType type) {
        try {
            return Double.parseDouble(type.parameter("q").orElse("1"));
        } catch (NumberFormatException e) {
            return 0;
        }
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
