package io.sluice.api.produce;

import io.sluice.api.QueryArgs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message for one or more topics. The arrays are not copied and must not be changed.
 *
 * @param topics at least one, each once
 * @param key null for no key; empty is a key
 */
public record RecordTemplate(List<String> topics, byte @Nullable [] key, byte[] value, List<RecordHeader> headers) {

    /**
     * The key that a request gives its record by a query argument (Kong's {@code key_query_arg}): the value's bytes. A name without
     * {@code =} is no key, an empty value is an empty key (decision D4).
     *
     * @param argument null for none
     */
    public static byte @Nullable [] key(QueryArgs args, @Nullable String argument) {
        String value = argument == null
                ? null
                : args.first(argument).map(QueryArgs.Arg::value).orElse(null);
        return value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A record header; keys may repeat. */
    public record RecordHeader(String key, byte[] value) {}
}
