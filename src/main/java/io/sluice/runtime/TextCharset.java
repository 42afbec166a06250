package io.sluice.runtime;

import io.sluice.api.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service's text is said to be written in where it does not say so itself: nginx's {@code charset}, UTF-8 in Kong. Nothing is
 * converted.
 *
 * @param name as it is written into Content-Type, or null to leave that alone
 */
public record TextCharset(@Nullable String name) {

    /** Content-Type stays as it came. */
    public static final TextCharset NONE = new TextCharset(null);

    /** nginx's {@code charset_types}, which Kong does not set; one with a parameter, whatever it is, is none of them. */
    private static final Set<String> TYPES = Set.of(
            "text/html", "text/xml", "text/plain", "text/vnd.wap.wml", "application/javascript", "application/rss+xml");

    /** To a head that is complete but for this. */
    void addTo(Headers headers) {
        List<String> types = headers.all("Content-Type");
        if (name != null && types.size() == 1 && TYPES.contains(types.getFirst().toLowerCase(Locale.ROOT))) {
            headers.set("Content-Type", types.getFirst() + "; charset=" + name);
        }
    }
}
