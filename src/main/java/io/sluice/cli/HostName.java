package io.sluice.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's name, as Kong's {@code gethostname} gives it: whether or not it resolves, and without asking a name server. */
final class HostName {

    private HostName() {}

    /** The kernel's, else the one the JDK finds, else {@code localhost}. */
    static String get() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return resolved(); // not Linux
        }
    }

    private static String resolved() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
