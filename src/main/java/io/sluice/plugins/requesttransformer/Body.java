package io.sluice.plugins.requesttransformer;

import io.sluice.api.Headers;
import io.sluice.api.MediaType;
import io.sluice.api.Multipart;
import io.sluice.api.QueryArgs;
import io.sluice.plugins.requesttransformer.Rules.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of bodies that can be changed. What is not of its kind, or would be lost by reading it, is left alone: then the answer is
 * empty.
 */
enum Body {
    JSON("application/json") {
        @Override
        Optional<byte[]> changed(byte[] body, String contentType, Rules rules, Names names) throws RenderFailed {
            Optional<JsonFields> members = JsonFields.of(body);
            return members.isPresent() && rules.apply(steps(body, KONGS_ORDER), members.get(), names)
                    ? Optional.of(members.get().toBytes())
                    : Optional.empty();
        }
    },

    MULTIPART("multipart/form-data") {
        @Override
        Optional<byte[]> changed(byte[] body, String contentType, Rules rules, Names names) throws RenderFailed {
            Optional<MultipartFields> parts = parts(body, contentType);
            return parts.isPresent() && rules.apply(steps(body, MULTIPART_ORDER), parts.get(), names)
                    ? Optional.of(parts.get().toBytes())
                    : Optional.empty();
        }
    },

    FORM("application/x-www-form-urlencoded") {
        @Override
        Optional<byte[]> changed(byte[] body, String contentType, Rules rules, Names names) throws RenderFailed {
            ArgumentFields fields = new ArgumentFields(form(body, MOST_FIELDS + 1));
            return fields.args().size() <= MOST_FIELDS && rules.apply(steps(body, KONGS_ORDER), fields, names)
                    ? Optional.of(QueryArgs.encode(fields.args()).getBytes(StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        }
    };

    private static final List<Step> KONGS_ORDER = Rules.ORDER;
    private static final List<Step> MULTIPART_ORDER = List.of(Step.RENAME, Step.REMOVE, Step.REPLACE, Step.ADD);

    /** A form with more fields is too large to look into: writing anew the first ones would lose the rest. */
    private static final int MOST_FIELDS = 100_000;

    private final String mediaType;

    Body(String mediaType) {
        this.mediaType = mediaType;
    }

    /** By the Content-Type, which must hold the media type in any case, anywhere; empty for other bodies and for compressed ones. */
    static Optional<Body> of(Headers headers) {
        String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!headers.first("Content-Encoding").orElse("identity").strip().equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        for (Body body : values()) {
            if (type.contains(body.mediaType)) {
                return Optional.of(body);
            }
        }
        return Optional.empty();
    }

    /** The body as the rules make it; empty if it stays as it is. */
    abstract Optional<byte[]> changed(byte[] body, String contentType, Rules rules, Names names) throws RenderFailed;

    static QueryArgs form(byte[] body, int limit) {
        return QueryArgs.parse(new String(body, StandardCharsets.ISO_8859_1), limit);
    }

    private static Optional<MultipartFields> parts(byte[] body, String contentType) {
        try {
            return MediaType.of(contentType)
                    .parameter("boundary")
                    .filter(boundary -> !boundary.isEmpty())
                    .map(boundary -> new MultipartFields(Multipart.of(body, boundary)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** In an empty body there is nothing to find. */
    private static List<Step> steps(byte[] body, List<Step> order) {
        return body.length > 0
                ? order
                : order.stream()
                        .filter(step -> step == Step.ADD || step == Step.APPEND)
                        .toList();
    }
}
