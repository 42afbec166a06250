package io.sluice.config;

import io.sluice.problem.Place;
import java.util.List;

/**
 * An entity that a partial file refers to and does not declare: a running gateway is expected to hold it.
 *
 * @param kind Kong's plural, {@code services}
 * @param name what the file calls it: a name, an id, or what else it is referred to by
 * @param asked where, at least once, in the order of the checks
 */
public record Expected(String kind, String name, List<Asked> asked) {

    /**
     * A reference.
     *
     * @param pointer its JSON pointer
     */
    public record Asked(Place place, String pointer) {}
}
