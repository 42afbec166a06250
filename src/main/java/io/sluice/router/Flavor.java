package io.sluice.router;

/**
 * Kong's setting {@code router_flavor}: how the conditions of routes are read, and which of several matching routes wins. The flavor
 * {@code expressions} is not hosted.
 */
public sealed interface Flavor {

    /**
     * Kong's default, {@code traditional_compatible}: a 64-bit number per route, ties by descending id (router.md 6).
     *
     * @param calculation Kong's setting {@code route_match_calculation}
     */
    record Compatible(Calculation calculation) implements Flavor {}

    /** Kong's matcher from before 3.0: by the categories that a route has, then within equal ones (router.md 2 to 5). */
    record Traditional() implements Flavor {}

    /** Kong's name of it. */
    default String label() {
        return switch (this) {
            case Compatible _ -> "traditional_compatible";
            case Traditional _ -> "traditional";
        };
    }
}
