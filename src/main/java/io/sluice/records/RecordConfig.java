package io.sluice.records;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request, in the {@code config} of the plugins that turn requests into records, under Kong's names. A config
 * record that has components of these names and types implements it as it stands.
 *
 * <p>Meanings and defaults: {@code schema/plugins/kafka-upstream.json}.
 */
public interface RecordConfig {

    String topic();

    @Nullable
    String topicsQueryArg();

    @Nullable
    List<String> allowedTopics();

    @Nullable
    String keyQueryArg();

    @Nullable
    List<String> messageByLuaFunctions();

    boolean forwardMethod();

    boolean forwardUri();

    boolean forwardHeaders();

    boolean forwardBody();

    HeaderForwarding headers();

    ErrorHandling errorHandling();

    /** Which request headers become record headers. */
    record HeaderForwarding(
            boolean forwardHttpHeadersAsRecordHeaders,
            boolean forwardAllByDefault,
            List<String> includeHeaders,
            List<String> excludeHeaders,
            Map<String, String> nameMappings,
            String repeatedHeadersBehavior) {}

    /** What a client hears of a failure. */
    record ErrorHandling(boolean returnErrorMessage) {}
}
