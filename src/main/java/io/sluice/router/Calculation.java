package io.sluice.router;

/** How a route's place in the order is computed in the default flavor: Kong's setting {@code route_match_calculation}. */
public enum Calculation {
    /** What Kong 3.x computes, with the shifts of its 32-bit integers: files route here as they did there. */
    ORIGINAL,
    /** What Kong's comments intend. */
    STRICT
}
