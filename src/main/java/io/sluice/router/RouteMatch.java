package io.sluice.router;

import io.sluice.api.entity.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The route that won.
 *
 * @param path the value of the route's {@code paths} that hit, or null if it has none
 * @param captures of a regular expression, by number ({@code "0"} is the part that matched) and by name; empty if it has no
 *     groups
 */
public record RouteMatch(Route route, @Nullable String path, Map<String, String> captures) {}
