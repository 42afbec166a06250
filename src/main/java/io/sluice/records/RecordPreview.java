package io.sluice.records;

import io.sluice.api.ByteText;
import io.sluice.api.Preview;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.RecordTemplate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record as people and tools can read it. Bytes that are no text are base64, under a name that says so. */
final class RecordPreview {

    private RecordPreview() {}

    static Preview of(RecordTemplate message) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", 200);
        details.put("topics", message.topics());
        if (message.key() != null) {
            put(details, "key", message.key());
        }
        List<Map<String, Object>> headers = new ArrayList<>();
        for (RecordTemplate.RecordHeader header : message.headers()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("key", header.key());
            put(one, "value", header.value());
            headers.add(one);
        }
        details.put("headers", headers);
        put(details, "value", message.value());
        return new Preview("would send to " + String.join(", ", message.topics()) + doubt(message, details), details);
    }

    /** A broker's own limit is not known here; what it is unless somebody changed it is. */
    private static String doubt(RecordTemplate message, Map<String, Object> details) {
        long size = RecordLimits.size(message);
        if (size <= RecordLimits.BROKER_DEFAULT) {
            return "";
        }
        details.put("record_bytes", size);
        return "; the record has " + size + " bytes, and a broker takes " + RecordLimits.BROKER_DEFAULT
                + " unless it is told otherwise (message.max.bytes)";
    }

    private static void put(Map<String, Object> details, String name, byte[] bytes) {
        ByteText.decode(new String(bytes, StandardCharsets.ISO_8859_1))
                .ifPresentOrElse(
                        text -> details.put(name, text),
                        () -> details.put(name + "_base64", Base64.getEncoder().encodeToString(bytes)));
    }
}
