package io.sluice.settings;

import java.util.Optional;

/**
 * TCP keep-alive of a listener's connections.
 *
 * @param idle before the first probe, in seconds; 0 leaves it to the system, as for the others
 * @param interval between probes, in seconds
 * @param count of probes before a connection counts as dead
 */
public record SoKeepalive(boolean on, int idle, int interval, int count) {

    /** Linux takes no more seconds. */
    private static final int MOST = 32_767;

    public static final SoKeepalive OFF = new SoKeepalive(false, 0, 0, 0);

    /** {@code on}, {@code off}, or {@code idle:interval:count}, of which any part may be empty. */
    static Optional<SoKeepalive> parse(String text) {
        if (text.equals("off")) {
            return Optional.of(OFF);
        }
        if (text.equals("on")) {
            return Optional.of(new SoKeepalive(true, 0, 0, 0));
        }
        String[] parts = text.split(":", -1);
        Optional<Integer> idle = seconds(parts[0]);
        Optional<Integer> interval = seconds(parts[1]);
        if (idle.isEmpty() || interval.isEmpty() || parts[2].length() > 4) {
            return Optional.empty();
        }
        int count = parts[2].isEmpty() ? 0 : Integer.parseInt(parts[2]);
        return Optional.of(new SoKeepalive(true, idle.get(), interval.get(), count));
    }

    private static Optional<Integer> seconds(String text) {
        return text.isEmpty()
                ? Optional.of(0)
                : NginxTime.parse(text).map(time -> (int) Math.min(time.toSeconds(), MOST));
    }
}
