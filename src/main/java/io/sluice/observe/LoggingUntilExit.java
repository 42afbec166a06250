package io.sluice.observe;

import java.util.logging.LogManager;

/**
 * Keeps logging while the process stops. The JDK's manager resets itself in a shutdown hook that runs beside ours, so that what is
 * said of the last records would be lost. Named by the system property {@code java.util.logging.manager}.
 */
public final class LoggingUntilExit extends LogManager {

    @Override
    public void reset() {
        // nothing is taken away
    }
}
