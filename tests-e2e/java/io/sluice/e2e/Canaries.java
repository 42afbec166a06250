package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets that are planted, each once, to be looked for where they must not be. Each is a word that occurs nowhere else, and characters that
 * every way of quoting treats differently: whatever was escaped, encoded for a URL or put into a JAAS line still shows the word.
 */
final class Canaries {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz";
    private static final String QUOTED_DIFFERENTLY = "\"\\ ;%+/=";

    private final Random random = new Random();
    private final Map<String, String> words = new LinkedHashMap<>();

    /** A new secret; {@code where} it is planted is said if it is found elsewhere. */
    String plant(String where) {
        return word(where) + QUOTED_DIFFERENTLY;
    }

    /** A new secret of letters alone, for what takes no other characters. */
    String word(String where) {
        StringBuilder word = new StringBuilder("cnry");
        while (word.length() < 16) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        words.put(word.toString(), where);
        return word.toString();
    }

    /** A secret that is there already. */
    void watch(String secret, String where) {
        words.put(secret, where);
    }

    /** Nothing planted so far is in the text: as it is, in base64 of either alphabet, wherever it begins, or in hexadecimal digits. */
    void assertAbsent(String what, String text) {
        List<String> found = new ArrayList<>();
        words.forEach((word, where) -> {
            for (String form : forms(word)) {
                if (text.contains(form)) {
                    found.add(where + " as " + form + ": " + around(text, form));
                }
            }
        });
        assertThat(found).as("secrets in %s", what).isEmpty();
    }

    private static String around(String text, String form) {
        int at = text.indexOf(form);
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
    }

    static List<String> forms(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(word, HexFormat.of().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // the first and the last digits depend on the neighbours
            forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 2));
        }
        return forms;
    }

    /** A configuration with a canary in every field of the official schema that holds a secret, and little else. */
    ObjectNode config(String plugin) {
        ObjectNode config = fill(facts(plugin), plugin);
        if (facts(plugin).at("/properties/topic").isObject()) {
            config.put("topic", "t");
        }
        return config;
    }

    /** Pointers of all secrets in a configuration. */
    static List<String> secrets(String plugin) {
        List<String> pointers = new ArrayList<>();
        collect(facts(plugin), "", pointers);
        return pointers;
    }

    static JsonNode facts(String plugin) {
        try (InputStream in = Canaries.class.getResourceAsStream("/facts/" + plugin + ".json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(in, plugin))
                    .at("/properties/config");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode fill(JsonNode schema, String path) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        schema.path("properties").properties().forEach(p -> {
            JsonNode rule = p.getValue();
            String at = path + "/" + p.getKey();
            if (isSecret(rule)) {
                filled.put(p.getKey(), rule.has("enum") ? rule.at("/enum/0").asString() : suited(p.getKey(), at));
            } else if (isSecret(rule.path("additionalProperties"))) {
                filled.putObject(p.getKey()).put("X-Some", plant(at));
            } else if (rule.has("properties") && hasSecrets(rule)) {
                filled.set(p.getKey(), fill(rule, at));
            }
        });
        schema.path("required").forEach(name -> {
            if (!filled.has(name.asString())
                    && schema.at("/properties/" + name.asString() + "/type")
                            .asString("")
                            .equals("string")) {
                filled.put(name.asString(), "http://127.0.0.1:1/");
            }
        });
        return filled;
    }

    /** Of hosts and urls only what looks like one is let in. */
    private String suited(String field, String at) {
        if (field.equals("host") || field.equals("server_name")) {
            return word(at);
        }
        return field.endsWith("url") || field.endsWith("endpoint") ? "http://127.0.0.1:1/" + plant(at) : plant(at);
    }

    private static boolean hasSecrets(JsonNode schema) {
        List<String> pointers = new ArrayList<>();
        collect(schema, "", pointers);
        return !pointers.isEmpty();
    }

    private static void collect(JsonNode schema, String path, List<String> pointers) {
        schema.path("properties").properties().forEach(p -> {
            JsonNode rule = p.getValue();
            String at = path + "/" + p.getKey();
            if (isSecret(rule)) {
                pointers.add(at);
            } else if (isSecret(rule.path("additionalProperties"))) {
                pointers.add(at + "/X-Some");
            } else {
                collect(rule, at, pointers);
            }
        });
    }

    /** A port is referenceable, too, and no secret. */
    private static boolean isSecret(JsonNode rule) {
        boolean marked = rule.path("x-encrypted").asBoolean(false)
                || rule.path("x-referenceable").asBoolean(false);
        return marked && rule.path("type").asString("").equals("string");
    }
}
