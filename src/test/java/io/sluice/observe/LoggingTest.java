package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {

    private final Logger root = Logger.getLogger("");
    private final Handler[] handlers = root.getHandlers();
    private final Level level = root.getLevel();

    @AfterEach
    void restore() {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            root.addHandler(handler);
        }
        root.setLevel(level);
        Logger.getLogger("sluice").setLevel(null);
    }

    @Test
    void levelsOutliveTheGarbageCollector() {
        Logging.configure("warn", Map.of("library.under.test", Level.OFF));
        WeakReference<Object> collected = new WeakReference<>(new Object());
        while (collected.get() != null) {
            System.gc();
        }

        assertThat(Logger.getLogger("library.under.test").getLevel()).isEqualTo(Level.OFF);
        assertThat(Logger.getLogger("com.networknt").getLevel()).isEqualTo(Level.SEVERE);
        assertThat(Logger.getLogger("sluice").getLevel()).isEqualTo(Level.WARNING);
    }
}
