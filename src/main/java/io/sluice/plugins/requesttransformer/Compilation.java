package io.sluice.plugins.requesttransformer;

import io.sluice.api.ByteText;
import io.sluice.api.UnsupportedConfig;
import io.sluice.plugins.requesttransformer.RequestTransformerConfig.Lists;
import io.sluice.plugins.requesttransformer.Rules.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a configuration, and finds all templates in it that are not supported. Used once. */
final class Compilation {

    private final List<UnsupportedConfig.Field> unsupported = new ArrayList<>();

    private Compilation() {}

    static Transformation of(RequestTransformerConfig config) throws UnsupportedConfig {
        Compilation compilation = new Compilation();
        String uri = config.replace().uri();
        Transformation transformation = new Transformation(
                uri == null ? null : compilation.template(uri, "/replace/uri", false),
                config.httpMethod(),
                compilation.rules(config, "headers", Lists::headers),
                compilation.rules(config, "body", Lists::body),
                compilation.rules(config, "querystring", Lists::querystring));
        if (!compilation.unsupported.isEmpty()) {
            throw new UnsupportedConfig(compilation.unsupported);
        }
        return transformation;
    }

    private Rules rules(RequestTransformerConfig config, String part, Function<Lists, List<String>> list) {
        return new Rules(
                list.apply(config.remove()).stream().map(Compilation::name).toList(),
                entries(list.apply(config.rename()), "/rename/" + part),
                entries(list.apply(config.replace().lists()), "/replace/" + part),
                entries(list.apply(config.add()), "/add/" + part),
                entries(list.apply(config.append()), "/append/" + part));
    }

    /** An entry without a value, which only headers may have, does nothing. */
    private List<Entry> entries(List<String> written, String pointer) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String value = value(written.get(i));
            Template template = template(value, pointer + "/" + i, !pointer.endsWith("/headers"));
            if (template != null && !value.isEmpty()) {
                entries.add(new Entry(name(written.get(i)), template));
            }
        }
        return List.copyOf(entries);
    }

    /** Values of headers are often secrets and are not shown; for the others these are Kong's words. */
    private @Nullable Template template(String value, String pointer, boolean shown) {
        try {
            return Template.of(value);
        } catch (NotSupported e) {
            unsupported.add(new UnsupportedConfig.Field(
                    pointer,
                    (shown ? "value '" + value + "'" : "the value") + " is not in supported format, error:"
                            + e.getMessage()));
            return null;
        }
    }

    /** What stands before the first colon. */
    private static String name(String entry) {
        int colon = entry.indexOf(':');
        return ByteText.of(colon < 0 ? entry : entry.substring(0, colon));
    }

    /** What stands behind the first run of colons. */
    private static String value(String entry) {
        int start = Math.max(entry.indexOf(':'), 0);
        while (start < entry.length() && entry.charAt(start) == ':') {
            start++;
        }
        return entry.indexOf(':') < 0 ? "" : entry.substring(start);
    }
}
