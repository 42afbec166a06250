package io.sluice.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a terminal is told to colour what it shows. */
enum Colours {
    /** On a terminal, unless {@code NO_COLOR} is set. */
    auto,
    always,
    never;

    boolean wanted() {
        return switch (this) {
            case always -> true;
            case never -> false;
            case auto -> isTerminal() && isEmpty(System.getenv("NO_COLOR")) && !"dumb".equals(System.getenv("TERM"));
        };
    }

    @SuppressWarnings("SystemConsoleNull") // the JDK does not promise one
    private static boolean isTerminal() {
        Console console = System.console(); // none in a few JVMs, though not in those of OpenJDK
        return console != null && console.isTerminal();
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
