package io.sluice.cli;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * The signals that end a process: SIGTERM, SIGINT and SIGHUP. A shutdown hook would do, but cannot choose the exit code without taking
 * from the JDK's own hooks (a flight recording, say) their time. {@code sun.misc.Signal} is what the module jdk.unsupported has for it;
 * naming it would be a warning of the compiler that nothing silences.
 */
final class Signals {

    private Signals() {}

    /** Runs {@code action} at each, on a thread of its own; false where the JVM keeps signals for itself ({@code -Xrs}). */
    static boolean onEach(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object ignored = handler.getField("SIG_IGN").get(null);
            Object ours = MethodHandleProxies.asInterfaceInstance(
                    handler,
                    MethodHandles.dropArguments(
                            MethodHandles.lookup()
                                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                                    .bindTo(action),
                            0,
                            signal));
            for (String name : List.of("TERM", "INT", "HUP")) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                Object before = handle.invoke(null, one, ours);
                if (before.equals(ignored)) { // as nohup wants it
                    handle.invoke(null, one, before);
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            if (e instanceof InvocationTargetException refused
                    && refused.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw new IllegalStateException("no signals", e);
        }
    }
}
