package io.sluice.plugins.keyauth;

import io.sluice.api.ByteText;
import io.sluice.api.HostLimits;
import io.sluice.api.MediaType;
import io.sluice.api.Multipart;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A body that may hold a key among its fields. */
sealed interface Fields {

    String FORM = "application/x-www-form-urlencoded";
    String JSON = "application/json";

    /** What a Content-Type begins with (PDK, {@code kong.request.get_body}). */
    Pattern TYPES = Pattern.compile(FORM + "|" + JSON + "|multipart/form-data");

    Found find(String name);

    /** The body without the fields of that name. */
    byte[] without(String name);

    /** Empty if there is no body, or one of another type, broken, encoded or over the limit: then it is neither searched nor changed. */
    static Optional<Fields> of(Request request, HostLimits limits) throws RequestBody.Broken {
        MediaType type = MediaType.of(request.headers().first("Content-Type").orElse(null));
        String encoding = request.headers().first("Content-Encoding").orElse("identity");
        if (!TYPES.matcher(type.type()).lookingAt() || !encoding.equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = request.body().bytes(limits.pluginBodyBytes());
            return bytes.length == 0 ? Optional.empty() : parse(type, bytes, limits.postArgs());
        } catch (RequestBody.TooLarge | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Fields> parse(MediaType type, byte[] bytes, int limit) {
        if (type.type().startsWith(FORM)) {
            return Optional.of(new Form(new String(bytes, StandardCharsets.ISO_8859_1), limit));
        }
        if (type.type().startsWith(JSON)) {
            return Json.MAPPER.readTree(bytes) instanceof ObjectNode object
                    ? Optional.of(new Json(object))
                    : Optional.empty();
        }
        return type.parameter("boundary")
                .filter(boundary -> !boundary.isEmpty())
                .map(boundary -> new Parts(Multipart.of(bytes, boundary)));
    }

    /** {@code a=1&b=2}; written sorted, as Kong does. */
    record Form(String raw, int limit) implements Fields {

        @Override
        public Found find(String name) {
            return Found.of(QueryArgs.parse(raw, limit).all(name).stream()
                    .map(QueryArgs.Arg::value)
                    .toList());
        }

        @Override
        public byte[] without(String name) {
            String bytes = ByteText.of(name);
            List<QueryArgs.Arg> rest = QueryArgs.parse(raw, Integer.MAX_VALUE).all().stream()
                    .filter(arg -> !arg.name().equals(bytes))
                    .toList();
            return QueryArgs.encodeSorted(rest).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** The members of an object, numbers kept exact. */
    record Json(ObjectNode object) implements Fields {

        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();

        @Override
        public Found find(String name) {
            JsonNode value = object.path(name);
            if (value.isString()) {
                return Found.text(ByteText.of(value.asString()));
            }
            return value.isContainer() ? Found.LIST : value.isMissingNode() ? Found.NOTHING : Found.VALUE;
        }

        @Override
        public byte[] without(String name) {
            return MAPPER.writeValueAsBytes(object.without(name));
        }
    }

    /** The parts of a form; those that are left stay byte for byte. */
    record Parts(Multipart multipart) implements Fields {

        @Override
        public Found find(String name) {
            return Found.of(named(name).stream()
                    .map(part -> new String(part.content(), StandardCharsets.ISO_8859_1))
                    .toList());
        }

        @Override
        public byte[] without(String name) {
            Multipart rest = multipart;
            for (Multipart.Part part : named(name)) {
                rest = rest.without(part);
            }
            return rest.toBytes();
        }

        private List<Multipart.Part> named(String name) {
            String bytes = ByteText.of(name);
            return multipart.parts().stream()
                    .filter(part -> part.name().equals(bytes))
                    .toList();
        }
    }
}
