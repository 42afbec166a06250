package io.sluice.lint;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginEntry;
import io.sluice.config.source.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Secrets that stand in the file for everyone to read: one warning per entity, at the first of them. */
final class SecretWarnings {

    /** Kong hides these too, and nobody else does. */
    private static final Pattern NAMES =
            Pattern.compile(".*/(user|username|.*_user|.*_username|client_id|email)(/\\d+)?");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

    private final SecretFields fields;
    private final Warnings warnings;

    SecretWarnings(SecretFields fields, Warnings warnings) {
        this.fields = fields;
        this.warnings = warnings;
    }

    void warn(DeclarationLoader.Loaded loaded) {
        Document document = Objects.requireNonNull(loaded.document());
        boolean hashed = !document.root().path("_transform").asBoolean(true)
                || document.root()
                        .path("_info")
                        .path("skip_hash_for_basic_auth")
                        .asBoolean(false);
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, Integer> more = new LinkedHashMap<>();
        fields.ofFile(document.root(), (pointer, value) -> {
            boolean hash = hashed && pointer.contains("basicauth_credentials/");
            if (isPlain(pointer, value, loaded) && !hash) {
                note(entityOf(pointer), pointer, first, more);
            }
        });
        for (PluginEntry entry : Objects.requireNonNull(loaded.declaration()).plugins()) {
            fields.ofPlugin(entry.name(), entry.config(), (pointer, value) -> {
                String whole = entry.pointer() + "/config" + pointer;
                if (isPlain(whole, value, loaded)) {
                    note(entry.pointer(), whole, first, more);
                }
            });
        }
        first.forEach((entity, pointer) ->
                say(pointer, pointer.substring(entity.length() + 1), more.getOrDefault(entity, 0)));
    }

    private static void note(String entity, String pointer, Map<String, String> first, Map<String, Integer> more) {
        first.putIfAbsent(entity, pointer);
        more.merge(entity, 1, Integer::sum);
    }

    /** A default is no secret. What stands in a shared configuration is told of there. */
    private boolean isPlain(String pointer, JsonNode value, DeclarationLoader.Loaded loaded) {
        return !NAMES.matcher(pointer).matches()
                && !value.asString().startsWith("{vault://")
                && !PLACEHOLDER.matcher(value.asString()).matches() // of which more is said where it stands
                && !loaded.references().containsKey(pointer)
                && !warnings.isTemplated(pointer)
                && warnings.isWritten(pointer);
    }

    /** Up to the last index of a list of entities. */
    private static String entityOf(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    private void say(String pointer, String field, int count) {
        warnings.add(
                "plain-secret",
                pointer,
                null,
                "'" + String.join(".", List.of(field.split("/", -1))) + "' is a secret in plain text"
                        + (count > 1
                                ? ", as " + (count == 2 ? "is one more" : "are " + (count - 1) + " more") + " here"
                                : ""),
                "write a reference, {vault://env/name}, or a template, ${{ env \"DECK_NAME\" }}");
    }
}
