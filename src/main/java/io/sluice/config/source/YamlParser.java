package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML into a JSON tree with positions. Of several documents the first counts, as for Kong and decK, with a warning; anchors and merge
 * keys work, within limits; a duplicate key is an error that names both lines (decision C2); tags but those of YAML's own scalars are
 * refused. {@link PlainScalar} says what a value without quotes is.
 */
final class YamlParser {

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
    private final Set<String> oddKeys = new HashSet<>();
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
            return new Document(file, tree, values, keys, oddKeys, templated);
        } catch (MarkedYamlEngineException e) {
            Place place = mark(e).map(this::place).orElse(Place.of(file));
            add("yaml-syntax", place, FAILED + sentence(e));
        } catch (ReaderException e) {
            Document.Position at = source.position(e.getPosition());
            add(
                    "yaml-syntax",
                    new Place(file, at.line(), at.column()),
                    FAILED + "a control character, " + String.format(Locale.ROOT, "U+%04X", e.getCodePoint())
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
            case ScalarNode scalar when PlainScalar.isNull(scalar.getValue()) -> "it is empty";
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

    /** The first document; the others are read too, since what is wrong with them is wrong for Kong. */
    private Optional<Node> compose() {
        String text = source.text();
        LoadSettings settings = LoadSettings.builder()
                .setBufferSize(Math.clamp(text.length(), SMALLEST_BUFFER, LARGEST_BUFFER))
                .setLabel(file)
                .setSchema(new ScalarTags())
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(MOST_REPEATED_NODES)
                .setAllowRecursiveKeys(false)
                .build();
        Iterator<Node> documents = new Compose(settings)
                .composeAllFromString(text.startsWith("\uFEFF") ? text.substring(1) : text)
                .iterator();
        Optional<Node> first = documents.hasNext() ? Optional.of(documents.next()) : Optional.empty();
        boolean told = false;
        while (documents.hasNext()) {
            Node another = documents.next();
            boolean empty = another instanceof ScalarNode scalar && PlainScalar.isNull(scalar.getValue());
            if (!told && !empty) {
                problems.add(new Problem(
                        Problem.Severity.WARNING,
                        "more-documents",
                        place(another),
                        "",
                        null,
                        "another document begins here; of several, Kong and decK read the first alone",
                        "to read them all, put each into a file of its own and name them all"));
                told = true;
            }
        }
        return first;
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
            note(tuple.getKeyNode(), child);
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
                note(tuple.getKeyNode(), child);
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

    private void note(Node key, String pointer) {
        keys.put(pointer, place(key));
        if (key.getTag().equals(ScalarTags.PLAIN) && !PlainScalar.read(key(key)).isString()) {
            oddKeys.add(pointer);
        }
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
        if (tag.equals(ScalarTags.PLAIN)) {
            unreplaced(text, scalar, pointer);
            return PlainScalar.read(text);
        }
        if (tag.equals(Tag.STR)) {
            unreplaced(text, scalar, pointer);
            return JSON.stringNode(text);
        }
        JsonNode value = tagged(tag, text);
        if (value == null) {
            throw new TooMuch(scalar, "tags are not allowed: " + tag.getValue());
        }
        return value;
    }

    /** Blocks are programs and certificates, to which such a text may belong. */
    private void unreplaced(String text, ScalarNode scalar, String pointer) {
        boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
        if (!block && text.contains("${")) {
            Unreplaced.in(text, place(scalar), pointer).ifPresent(problems::add);
        }
    }

    /** A value to which its author gave one of YAML's own tags; null where it is another tag, or the value is no such thing. */
    private static @Nullable JsonNode tagged(Tag tag, String text) {
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return switch (text) {
                case "y", "Y" -> JSON.booleanNode(true);
                case "n", "N" -> JSON.booleanNode(false);
                default -> PlainScalar.bool(text);
            };
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? PlainScalar.number(text) : null;
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
