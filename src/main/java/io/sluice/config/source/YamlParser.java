package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML into a JSON tree with positions. One document; anchors and merge keys work, within limits; a duplicate key is an error that
 * names both lines (decision C2); tags are refused.
 *
 * <p>Types are YAML 1.2's core schema, and {@code yes}, {@code no}, {@code on}, {@code off} are booleans besides, as for Kong's and
 * decK's readers. {@code 014} is 14 (Kong), dates and {@code 12:30:00} stay text. Whole numbers are exact at any size.
 */
final class YamlParser {

    private static final BigDecimal BEYOND_64_BITS = BigDecimal.TWO.pow(63);
    private static final String FAILED = "failed parsing declarative configuration: ";
    private static final int DEEPEST = 100;
    /** In characters. The library copies what it has of a value with every buffer it reads, so long values want long buffers. */
    private static final int SMALLEST_BUFFER = 1024;

    private static final int LARGEST_BUFFER = 1 << 20;
    private static final int MOST_NODES = 5_000_000;
    private static final int MOST_REPEATED_NODES = 500_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final EnvTemplates.Rendered source;
    private final List<Problem> problems;
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private final Set<String> templated = new HashSet<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;
    private int repeated;

    YamlParser(String file, EnvTemplates.Rendered source, List<Problem> problems) {
        this.file = file;
        this.source = source;
        this.problems = problems;
    }

    /** Ends the parsing of a text that is out of bounds. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Node node;

        TooMuch(Node node, String message) {
            super(message, null, false, false);
            this.node = node;
        }
    }

    @Nullable
    Document parse() {
        try {
            Optional<Node> root = compose();
            if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
                String found = root.map(YamlParser::kind).orElse("it is empty");
                problems.add(new Problem(
                        Problem.Severity.ERROR,
                        "not-an-object",
                        Place.of(file),
                        "",
                        null,
                        FAILED + "expected an object",
                        found + "; a declarative file begins with _format_version: \"3.0\""));
                return null;
            }
            JsonNode tree = convert(mapping, "", 0);
            return new Document(file, tree, values, keys, templated);
        } catch (MarkedYamlEngineException e) {
            Place place = mark(e).map(this::place).orElse(Place.of(file));
            add("yaml-syntax", place, FAILED + sentence(e));
        } catch (ReaderException e) {
            Document.Position at = source.position(e.getPosition());
            add(
                    "yaml-syntax",
                    new Place(file, at.line(), at.column()),
                    FAILED + "a control character, " + String.format("U+%04X", e.getCodePoint())
                            + "; write it as an escape in double quotes");
        } catch (TooMuch e) {
            add("yaml-limit", place(e.node), text(e.getMessage()));
        } catch (StackOverflowError e) {
            add("yaml-limit", Place.of(file), "nested too deeply; expected at most " + DEEPEST + " levels");
        } catch (YamlEngineException e) {
            add("yaml-syntax", Place.of(file), FAILED + firstLine(e));
        }
        return null;
    }

    private static String kind(Node root) {
        return switch (root) {
            case SequenceNode _ -> "it is a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "it is empty";
            default -> "it is a single value";
        };
    }

    /** What never ends is best looked for where it begins. */
    private static Optional<Mark> mark(MarkedYamlEngineException e) {
        return text(e.getProblem()).contains("end of stream")
                ? e.getContextMark().or(e::getProblemMark)
                : e.getProblemMark();
    }

    /** Some of the library's sentences only begin in what it calls the context. */
    private static String sentence(MarkedYamlEngineException e) {
        String problem = text(e.getProblem());
        return problem.startsWith("but ") && e.getContext() != null ? e.getContext() + ", " + problem : problem;
    }

    private Optional<Node> compose() {
        String text = source.text();
        LoadSettings settings = LoadSettings.builder()
                .setBufferSize(Math.clamp(text.length(), SMALLEST_BUFFER, LARGEST_BUFFER))
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(MOST_REPEATED_NODES)
                .setAllowRecursiveKeys(false)
                .build();
        return new Compose(settings).composeString(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static String firstLine(YamlEngineException e) {
        return text(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String text(@Nullable String message) {
        return message == null ? "malformed YAML" : message;
    }

    private JsonNode convert(Node node, String pointer, int depth) {
        count(node, depth);
        values.put(pointer, place(node));
        boolean tagged = (node instanceof MappingNode && !node.getTag().equals(Tag.MAP))
                || (node instanceof SequenceNode && !node.getTag().equals(Tag.SEQ));
        if (tagged) {
            throw new TooMuch(node, "tags are not allowed: " + node.getTag().getValue());
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, pointer, depth);
            case SequenceNode sequence -> array(sequence, pointer, depth);
            case ScalarNode scalar -> scalar(scalar, pointer);
            default -> throw new TooMuch(node, "not a mapping, a list or a plain value");
        };
    }

    private void count(Node node, int depth) {
        boolean again = !seen.add(node);
        if (depth > DEEPEST) {
            throw new TooMuch(
                    node, "nested too deeply, or an anchor that holds itself; expected at most " + DEEPEST + " levels");
        }
        if (++nodes > MOST_NODES || (again && ++repeated > MOST_REPEATED_NODES)) {
            throw new TooMuch(node, "aliases repeat too much: the file would grow beyond measure");
        }
    }

    private ObjectNode object(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = JSON.objectNode();
        Map<String, Node> first = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                continue;
            }
            String name = key(tuple.getKeyNode());
            String child = pointer + "/" + Document.escape(name);
            Node before = first.putIfAbsent(name, tuple.getKeyNode());
            if (before != null) {
                duplicate(name, child, before, tuple.getKeyNode());
                continue;
            }
            keys.put(child, place(tuple.getKeyNode()));
            object.set(name, convert(tuple.getValueNode(), child, depth + 1));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), object, pointer, depth + 1);
            }
        }
        return object;
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals("<<");
    }

    /** What the mapping has itself wins over what is merged, and the first of several merged ones over the later. */
    private void merge(Node from, ObjectNode into, String pointer, int depth) {
        count(from, depth);
        if (from instanceof SequenceNode all) {
            all.getValue().forEach(one -> merge(one, into, pointer, depth + 1));
            return;
        }
        if (!(from instanceof MappingNode mapping)) {
            throw new TooMuch(from, "expected a mapping to merge");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), into, pointer, depth + 1);
                continue;
            }
            String name = key(tuple.getKeyNode());
            String child = pointer + "/" + Document.escape(name);
            if (!into.has(name)) {
                keys.put(child, place(tuple.getKeyNode()));
                into.set(name, convert(tuple.getValueNode(), child, depth + 1));
            }
        }
    }

    private static String key(Node key) {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new TooMuch(key, "expected a plain key");
    }

    private void duplicate(String name, String pointer, Node first, Node second) {
        Place before = place(first);
        problems.add(new Problem(
                Problem.Severity.ERROR,
                "duplicate-key",
                place(second),
                pointer,
                name,
                "duplicate key: '" + name + "' was given in line " + before.line() + ", column " + before.column()
                        + " already",
                "remove one of the two"));
    }

    private ArrayNode array(SequenceNode sequence, String pointer, int depth) {
        ArrayNode array = JSON.arrayNode();
        int index = 0;
        for (Node item : sequence.getValue()) {
            array.add(convert(item, pointer + "/" + index, depth + 1));
            index++;
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, String pointer) {
        if (touchesTemplate(scalar)) {
            templated.add(pointer);
        }
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text.toLowerCase(Locale.ROOT)));
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        if (!tag.equals(Tag.STR)) {
            throw new TooMuch(scalar, "tags are not allowed: " + tag.getValue());
        }
        return plain ? plainText(text) : JSON.stringNode(text);
    }

    private static JsonNode plainText(String text) {
        return switch (text) {
            case "yes", "Yes", "YES", "on", "On", "ON" -> JSON.booleanNode(true);
            case "no", "No", "NO", "off", "Off", "OFF" -> JSON.booleanNode(false);
            default -> JSON.stringNode(text);
        };
    }

    private static JsonNode integer(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        BigInteger value = digits.startsWith("0x")
                ? new BigInteger(digits.substring(2), 16)
                : digits.startsWith("0o") ? new BigInteger(digits.substring(2), 8) : new BigInteger(digits);
        if (value.bitLength() < 32) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    /**
     * Infinities and "not a number" are no JSON: they stay text, and no field takes them. So do fractions and powers beyond 64 bits,
     * which the schema validator cannot compare.
     */
    private static JsonNode decimal(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return number.abs().compareTo(BEYOND_64_BITS) < 0 ? JSON.numberNode(number) : JSON.stringNode(text);
        } catch (NumberFormatException e) {
            return JSON.stringNode(text);
        }
    }

    private boolean touchesTemplate(Node node) {
        Optional<Mark> start = node.getStartMark();
        Optional<Mark> end = node.getEndMark();
        return start.isPresent()
                && end.isPresent()
                && source.touches(
                        start.get().getLine(),
                        start.get().getColumn(),
                        end.get().getLine(),
                        end.get().getColumn());
    }

    private Document.Position position(Node node) {
        return node.getStartMark()
                .map(mark -> source.position(mark.getLine(), mark.getColumn()))
                .orElse(new Document.Position(1, 1));
    }

    private Place place(Node node) {
        Document.Position at = position(node);
        return new Place(file, at.line(), at.column());
    }

    private Place place(Mark mark) {
        Document.Position at = source.position(mark.getLine(), mark.getColumn());
        return new Place(file, at.line(), at.column());
    }

    private void add(String code, Place place, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, code, place, "", null, message, null));
    }
}
