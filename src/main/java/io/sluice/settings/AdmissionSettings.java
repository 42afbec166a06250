package io.sluice.settings;

/**
 * What clients may hold of the process at a time, as far as somebody says; 0 where it follows from the heap and the file limit.
 *
 * @param connections of all clients together ({@code nginx_events_worker_connections})
 * @param perClient connections of one address ({@code max_connections_per_client}, ours)
 * @param requests being answered ({@code max_requests_in_flight}, ours)
 * @param bytes of bodies and answers that are kept ({@code max_bytes_held}, ours)
 */
public record AdmissionSettings(int connections, int perClient, int requests, long bytes) {

    /** Where nobody says anything. */
    public static final AdmissionSettings AUTO = new AdmissionSettings(0, 0, 0, 0);

    static AdmissionSettings read(SettingValues values) {
        return new AdmissionSettings(
                number(values, "nginx_events_worker_connections"),
                number(values, "max_connections_per_client"),
                number(values, "max_requests_in_flight"),
                isAuto(values, "max_bytes_held") ? 0 : values.size("max_bytes_held", 0));
    }

    private static int number(SettingValues values, String key) {
        return isAuto(values, key) ? 0 : values.between(key, 0, 1, 1_000_000);
    }

    private static boolean isAuto(SettingValues values, String key) {
        return values.text(key, "auto").equals("auto");
    }
}
