package io.sluice.config.source;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Keeps apart what the YAML library would not: a scalar without quotes, a text, and what its author gave a tag. It would also make a tag
 * of its own of {@code ${NAME}}.
 */
final class ScalarTags implements Schema {

    /** Of a scalar without quotes and without a tag: {@link PlainScalar} says what it is. */
    static final Tag PLAIN = new Tag("plain");

    @Override
    public ScalarResolver getScalarResolver() {
        return (_, plain) -> Boolean.TRUE.equals(plain) ? PLAIN : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return Map.of();
    }
}
