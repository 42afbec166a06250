package io.sluice.schemas;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the files under {@code schema/} are written: one value a line, two blanks a level. */
final class JsonText {

    private static final DefaultIndenter TWO_BLANKS = new DefaultIndenter("  ", "\n");

    private JsonText() {}

    static String of(JsonNode tree) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                .withArrayIndenter(TWO_BLANKS)
                .withObjectIndenter(TWO_BLANKS);
        return JsonMapper.builder()
                        .defaultPrettyPrinter(printer)
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(tree)
                + "\n";
    }
}
