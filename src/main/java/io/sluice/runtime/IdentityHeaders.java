package io.sluice.runtime;

import io.sluice.api.Headers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Headers that say who a client was found to be. They are the plugins' to set: what a client sends under their names, in whatever
 * spelling a service may take for them, is taken away before any plugin runs (a decision of ours: Kong takes away what it sets itself). A
 * trusted peer may be another gateway, whose word is kept.
 */
final class IdentityHeaders {

    private static final Set<String> NAMES = Set.of(
            "x-consumer-id",
            "x-consumer-custom-id",
            "x-consumer-username",
            "x-consumer-groups",
            "x-credential-identifier",
            "x-credential-username",
            "x-anonymous-consumer",
            "x-authenticated-groups",
            "x-authenticated-scope",
            "x-authenticated-userid");

    private static final int SHORTEST = "x-consumer-id".length();

    private IdentityHeaders() {}

    static void strip(LiveExchange exchange) {
        if (exchange.received().connection().peerTrusted()) {
            return;
        }
        Headers sent = exchange.received().headers();
        Set<String> forged = null;
        for (int i = 0; i < sent.size(); i++) {
            String name = sent.name(i);
            if (isIdentity(name)) {
                forged = forged == null ? new HashSet<>() : forged;
                forged.add(name);
            }
        }
        if (forged != null) {
            forged.forEach(exchange.change().headers()::remove);
        }
    }

    private static boolean isIdentity(String name) {
        return name.length() >= SHORTEST
                && (name.charAt(0) | 0x20) == 'x'
                && NAMES.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
