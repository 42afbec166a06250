package io.sluice.api.produce;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message for one or more topics. The arrays are not copied and must not be changed.
 *
 * @param topics at least one, each once
 * @param key null for no key; empty is a key
 */
public record RecordTemplate(List<String> topics, byte @Nullable [] key, byte[] value, List<RecordHeader> headers) {

    /** A record header; keys may repeat. */
    public record RecordHeader(String key, byte[] value) {}
}
