package io.sluice.settings;

import java.util.Set;

/**
 * How large bodies may be that become records, as far as settings say.
 *
 * @param record bytes of a body that may become a record, 0 for no limit ({@code kafka_max_body_size})
 * @param chosen whether somebody set that, be it to its default
 * @param request bytes of any body, 0 for no limit ({@code client_max_body_size})
 * @param compressed whether producers compress ({@code kafka_compression})
 */
public record BodySettings(long record, boolean chosen, long request, boolean compressed) {

    /** Where nothing is set. */
    public static final BodySettings DEFAULT = new BodySettings(1 << 20, false, 0, false);

    static final Set<String> KEYS = Set.of(
            "kafka_max_body_size",
            "kafka_compression",
            "nginx_location_client_max_body_size",
            "nginx_proxy_client_max_body_size",
            "nginx_http_client_max_body_size",
            "client_max_body_size");

    static BodySettings read(SettingValues values) {
        return new BodySettings(
                values.size("kafka_max_body_size", DEFAULT.record),
                values.isSet("kafka_max_body_size"),
                values.size(values.directive("client_max_body_size"), DEFAULT.request),
                !KafkaSettings.compression(values).equals("none"));
    }
}
