package io.sluice;

import io.sluice.cli.Sluice;
import io.sluice.listen.PersistentAccept;
import java.util.Locale;

/** The entry of the program. */
public final class Main {

    private Main() {}

    static void main(String[] args) {
        // nothing here is said in another language, and libraries that ask for the locale go wrong in some (Kafka in
        // Turkish)
        Locale.setDefault(Locale.ENGLISH);
        // before the first logger: the JDK's own manager takes all handlers away as soon as a stop begins
        System.setProperty("java.util.logging.manager", "io.sluice.observe.LoggingUntilExit");
        PersistentAccept.install();
        System.exit(Sluice.run(args));
    }
}
