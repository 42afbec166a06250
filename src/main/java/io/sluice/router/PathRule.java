package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.entity.Route;

/** One value of a route's {@code paths}. Compares the path in the form of its flavor ({@link Seen#path}). */
sealed interface PathRule {

    boolean matches(String path);

    /** As it stands in the file. */
    String written();

    /** What every path that matches begins with. */
    String start();

    /** What every path that matches holds somewhere; empty if there is nothing to be sure of. */
    String needed();

    /** What to say of a path that matches. */
    RouteMatch match(Route route, String path);

    /** Plain text, compared by characters, not by segments. */
    record Prefix(String written, String text, RouteMatch match) implements PathRule {

        /** {@code text} in the form of the flavor, {@code written} as it stands in the file. */
        static Prefix of(Route route, String text, String written, RouteMatch.Joining joining) {
            return new Prefix(written, text, RouteMatch.ofPrefix(route, written, ByteText.of(written), joining));
        }

        @Override
        public boolean matches(String path) {
            return path.startsWith(text);
        }

        @Override
        public String start() {
            return text;
        }

        @Override
        public String needed() {
            return text;
        }

        @Override
        public RouteMatch match(Route route, String path) {
            return match;
        }
    }

    /**
     * A regular expression, on text: the default flavor.
     *
     * @param written as it stands in the file, with its {@code ~}
     */
    record Regex(String written, RoutePattern pattern) implements PathRule {

        @Override
        public boolean matches(String path) {
            return pattern.found(path);
        }

        @Override
        public String start() {
            return pattern.start();
        }

        @Override
        public String needed() {
            return pattern.needed();
        }

        /** Groups that took no part are left out, and {@code "0"} is the part that matched. */
        @Override
        public RouteMatch match(Route route, String path) {
            Captures captures =
                    pattern.hasGroups() ? pattern.captures(path).matched().bytes() : Captures.NONE;
            String matched = ByteText.of(pattern.matched(path));
            return new RouteMatch(route, written, matched, captures, RouteMatch.Joining.V0);
        }
    }

    /**
     * A regular expression, on bytes: the flavor {@code traditional}.
     *
     * @param written as it stands in the file, with its {@code ~}
     */
    record ByteRegex(String written, RoutePattern pattern, RouteMatch.Joining joining) implements PathRule {

        @Override
        public boolean matches(String path) {
            return pattern.found(path);
        }

        @Override
        public String start() {
            return pattern.start();
        }

        @Override
        public String needed() {
            return pattern.needed();
        }

        /** {@code "0"} is the whole path. */
        @Override
        public RouteMatch match(Route route, String path) {
            Captures captures = pattern.hasGroups() ? pattern.captures(path).withWhole(path) : Captures.NONE;
            return new RouteMatch(route, written, pattern.matched(path), captures, joining);
        }
    }
}
