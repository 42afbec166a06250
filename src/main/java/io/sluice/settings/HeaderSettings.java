package io.sluice.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which headers the gateway adds ({@code headers}, {@code headers_upstream}, {@code allow_debug_header}, {@code charset}). A name says
 * which.
 *
 * @param server {@code Server}, where an upstream has sent none
 * @param upstreamRequestId X-Kong-Request-Id for the upstream, where {@code requestId} is for the client
 * @param debug Kong-Route-Id and the like, for requests with {@code Kong-Debug}
 * @param charset added to the Content-Type of a service's text that names none, or null
 */
public record HeaderSettings(
        boolean server,
        boolean via,
        boolean proxyLatency,
        boolean upstreamLatency,
        boolean responseLatency,
        boolean upstreamStatus,
        boolean requestId,
        boolean upstreamRequestId,
        boolean debug,
        @Nullable String charset) {

    /** RFC 2978 2.3, of what needs no quotes in a header. */
    private static final Pattern CHARSET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}");

    private static final String REQUEST_ID = "x-kong-request-id";
    private static final Map<String, Set<String>> GROUPS = Map.of(
            "server_tokens",
            Set.of("server", "via"),
            "latency_tokens",
            Set.of(
                    "x-kong-proxy-latency",
                    "x-kong-response-latency",
                    "x-kong-admin-latency",
                    "x-kong-upstream-latency"));
    private static final Set<String> SINGLE = Set.of(
            "server",
            "via",
            "x-kong-proxy-latency",
            "x-kong-response-latency",
            "x-kong-admin-latency",
            "x-kong-upstream-latency",
            "x-kong-upstream-status",
            REQUEST_ID);

    static HeaderSettings read(SettingValues values) {
        Set<String> chosen = names(values, "headers", "server_tokens, latency_tokens, " + REQUEST_ID, SINGLE);
        Set<String> upstream = names(values, "headers_upstream", REQUEST_ID, Set.of(REQUEST_ID));
        return new HeaderSettings(
                chosen.contains("server"),
                chosen.contains("via"),
                chosen.contains("x-kong-proxy-latency"),
                chosen.contains("x-kong-upstream-latency"),
                chosen.contains("x-kong-response-latency"),
                chosen.contains("x-kong-upstream-status"),
                chosen.contains(REQUEST_ID),
                upstream.contains(REQUEST_ID),
                values.flag("allow_debug_header", false),
                charset(values));
    }

    /** {@code off}, and what was set to nothing, is null. */
    private static @Nullable String charset(SettingValues values) {
        String key = values.directive("charset");
        String charset = values.text(key, "UTF-8");
        if (charset.isEmpty() || charset.equals("off")) {
            return null;
        }
        if (!CHARSET.matcher(charset).matches()) {
            values.bad(key, "expected the name of a charset, like UTF-8, or off");
        }
        return charset;
    }

    /** In lower case; {@code off} counts as the first one alone. */
    private static Set<String> names(SettingValues values, String key, String byDefault, Set<String> allowed) {
        Set<String> names = new TreeSet<>();
        List<String> tokens = values.list(key, byDefault);
        for (String token : tokens) {
            String name = token.toLowerCase(Locale.ROOT);
            if (GROUPS.containsKey(name) && allowed.containsAll(GROUPS.get(name))) {
                names.addAll(GROUPS.get(name));
            } else if (allowed.contains(name)) {
                names.add(name);
            } else if (!name.equals("off")) {
                values.bad(key, key + ": invalid entry '" + token + "'");
            }
        }
        boolean off = !tokens.isEmpty() && tokens.getFirst().equalsIgnoreCase("off");
        return off ? Set.of() : names;
    }
}
