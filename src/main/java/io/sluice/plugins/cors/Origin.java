package io.sluice.plugins.cors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin without the port that its scheme implies.
 *
 * @param text scheme, host and port; what is no URL stays as it is
 * @param host the host alone
 */
record Origin(String text, String host) {

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[A-Za-z0-9][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(?<host>\\[[^/?#\\]]*]|[^/?#:]*)(?::(?<port>[^/?#]*))?.*");

    static Origin of(String written) {
        Matcher url = URL.matcher(written);
        if (!url.matches() || url.group("host").isEmpty()) {
            return new Origin(written, written);
        }
        String scheme = url.group("scheme");
        String host = url.group("host");
        String port = url.group("port");
        boolean implied = port == null
                || (scheme.equals("http") && port.equals("80"))
                || (scheme.equals("https") && port.equals("443"));
        return new Origin(scheme + "://" + host + (implied ? "" : ":" + port), host);
    }
}
