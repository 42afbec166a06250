package io.sluice.router;

import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Set;

/**
 * A route that a request does not match, with the conditions it does not meet.
 *
 * @param paths those of the route's paths that were looked at together; empty if it has none
 * @param met the conditions it meets
 */
public record NearMiss(Route route, List<String> paths, Set<Condition> met, Set<Condition> missed) {}
