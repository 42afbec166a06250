package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Handshake;
import io.sluice.api.Plugin;
import io.sluice.api.Reply;
import io.sluice.api.ResponseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which phases a plugin has: those it overrides. What it does not have is never called.
 *
 * <p>Reflection looks for this once, when the plugin is made, so that an author cannot forget to announce a phase.
 */
record Phases(
        boolean certificate,
        boolean rewrite,
        boolean access,
        boolean response,
        boolean headerFilter,
        boolean bodyFilter,
        boolean log) {

    /**
     * Looks at a plugin.
     *
     * @throws IllegalStateException if it has phases that exclude each other
     */
    static Phases of(Plugin plugin) {
        Phases phases = new Phases(
                has(plugin, "certificate", Handshake.class),
                has(plugin, "rewrite", Exchange.class),
                has(plugin, "access", Exchange.class),
                has(plugin, "response", Exchange.class, Reply.class),
                has(plugin, "headerFilter", Exchange.class, ResponseHead.class),
                has(plugin, "bodyFilter", Exchange.class, byte[].class, boolean.class),
                has(plugin, "log", Exchange.class, Completion.class));
        if (phases.response && (phases.headerFilter || phases.bodyFilter)) {
            throw new IllegalStateException(plugin.getClass().getName()
                    + " has the phase response and a header or body filter; a plugin has either");
        }
        return phases;
    }

    /** Kong's names of those it has, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        add(names, certificate, "certificate");
        add(names, rewrite, "rewrite");
        add(names, access, "access");
        add(names, response, "response");
        add(names, headerFilter, "header_filter");
        add(names, bodyFilter, "body_filter");
        add(names, log, "log");
        return names;
    }

    private static void add(List<String> names, boolean there, String name) {
        if (there) {
            names.add(name);
        }
    }

    private static boolean has(Plugin plugin, String method, Class<?>... parameters) {
        try {
            return plugin.getClass().getMethod(method, parameters).getDeclaringClass() != Plugin.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Plugin has no " + method + Arrays.toString(parameters), e);
        }
    }
}
