package io.sluice.router;

/**
 * The plain text that a regular expression asks for, so that an index can leave out most expressions without running them. Errs
 * towards nothing: what is not understood is not promised.
 *
 * @param start what every match begins with
 * @param needed the longest run of plain text that every match holds somewhere; may be {@code start}
 */
record Literals(String start, String needed) {

    static final Literals NONE = new Literals("", "");

    static Literals of(String pattern) {
        return new Reading(pattern).literals();
    }

    /** One walk over a pattern. Only what stands outside of all groups is looked at. */
    private static final class Reading {
        private final String pattern;
        private final StringBuilder run = new StringBuilder();
        private int at;
        private boolean atStart = true;
        private String start = "";
        private String needed = "";

        Reading(String pattern) {
            this.pattern = pattern;
        }

        Literals literals() {
            // flags change what letters mean, and \Q..\E what everything means
            if (pattern.contains("(?i")
                    || pattern.contains("(?s")
                    || pattern.contains("(?m")
                    || pattern.contains("(?U")
                    || pattern.contains("(?-")
                    || pattern.contains("\\Q")
                    || pattern.contains("\\E")) {
                return NONE;
            }
            while (at < pattern.length()) {
                if (!step()) {
                    return NONE;
                }
            }
            end();
            return new Literals(start, needed);
        }

        /** Reads one atom with what repeats it; false for an alternative on the top level. */
        private boolean step() {
            char c = pattern.charAt(at);
            if (c == '|') {
                return false;
            }
            if (c == '(' || c == '[') {
                at = c == '(' ? afterGroup(at) : afterClass(at);
                end();
                skipRepetition();
                return true;
            }
            if (c == '\\') {
                boolean plain = at + 1 < pattern.length() && isPunctuation(pattern.charAt(at + 1));
                if (!plain) {
                    at = afterEscape(at);
                    end();
                    skipRepetition();
                    return true;
                }
                at++;
                c = pattern.charAt(at);
                literal(c);
                return true;
            }
            if (".^$*+?{}".indexOf(c) >= 0) {
                at++;
                end();
                skipRepetition();
                return true;
            }
            literal(c);
            return true;
        }

        /** A character that stands for itself, unless something repeats it. */
        private void literal(char c) {
            at++;
            char next = at < pattern.length() ? pattern.charAt(at) : 0;
            if (next == '*' || next == '?' || next == '{') {
                if (Character.isLowSurrogate(c) && !run.isEmpty()) {
                    run.setLength(run.length() - 1); // both halves of the character repeat
                }
                end();
                skipRepetition();
            } else if (next == '+') {
                run.append(c);
                end();
                skipRepetition();
            } else {
                run.append(c);
            }
        }

        /** The run is over. */
        private void end() {
            if (atStart) {
                start = run.toString();
                atStart = false;
            }
            if (run.length() > needed.length()) {
                needed = run.toString();
            }
            run.setLength(0);
        }

        private void skipRepetition() {
            while (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
                int closing = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) : at;
                at = closing < 0 ? pattern.length() : closing + 1;
            }
        }

        private int afterGroup(int from) {
            int depth = 0;
            int i = from;
            while (i < pattern.length()) {
                char c = pattern.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '[') {
                    i = afterClass(i) - 1;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return i + 1;
                }
                i++;
            }
            return pattern.length();
        }

        /** Behind a class of characters; a bracket that comes first in it is one of them. */
        private int afterClass(int from) {
            int i = from + 1;
            if (i < pattern.length() && pattern.charAt(i) == '^') {
                i++;
            }
            if (i < pattern.length() && pattern.charAt(i) == ']') {
                i++;
            }
            while (i < pattern.length() && pattern.charAt(i) != ']') {
                if (pattern.charAt(i) == '\\') {
                    i++;
                } else if (pattern.startsWith("[:", i)) {
                    i = Math.max(i, pattern.indexOf(":]", i) + 1);
                }
                i++;
            }
            return Math.min(pattern.length(), i + 1);
        }

        /** Behind an escape that stands for more than a character: {@code \d}, {@code \p{L}}, {@code \x{e9}}, {@code \101}. */
        private int afterEscape(int from) {
            int i = from + 2;
            if (i < pattern.length() && pattern.charAt(i) == '{') {
                int closing = pattern.indexOf('}', i);
                return closing < 0 ? pattern.length() : closing + 1;
            }
            if (from + 1 < pattern.length() && "xpP01234567".indexOf(pattern.charAt(from + 1)) >= 0) {
                // its letters or digits; one too many only makes the promise smaller
                while (i < pattern.length() && i < from + 4 && Character.isLetterOrDigit(pattern.charAt(i))) {
                    i++;
                }
            }
            return Math.min(pattern.length(), i);
        }

        private static boolean isPunctuation(char c) {
            return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        }
    }
}
