package io.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resolves references to secrets in the environment: {@code {vault://env/my-secret}} is the variable {@code MY_SECRET}, and
 * {@code {vault://env/my-secret/password}} the member {@code password} of the JSON object in it. Messages name variables, never
 * values.
 */
final class Vaults {

    private static final String START = "{vault://";

    private final Function<String, @Nullable String> env;
    /** Prefixes of variables, by the name of a vault. */
    private final Map<String, String> prefixes = new HashMap<>();
    /** Names of vaults whose values are Base64. */
    private final Set<String> encoded = new HashSet<>();

    /** A reference that leads nowhere, and why. */
    static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1;

        Unresolved(String reference, String reason) {
            super("unable to resolve reference " + reference + ": " + reason);
        }
    }

    /** Knows the kind {@code env} and the entities of that kind in the file. */
    Vaults(JsonNode root, Function<String, @Nullable String> env) {
        this.env = env;
        String usual = env.apply("KONG_VAULT_ENV_PREFIX");
        prefixes.put("env", usual == null ? "" : usual);
        for (JsonNode vault : root.path("vaults")) {
            String name = Fields.text(vault, "prefix");
            if (name != null && Fields.text(vault, "name", "").equals("env")) {
                prefixes.putIfAbsent(name, Fields.text(vault.path("config"), "prefix", ""));
                if (Fields.flag(vault.path("config"), "base64_decode", false)) {
                    encoded.add(name);
                }
            }
        }
    }

    static boolean isReference(String text) {
        return text.startsWith(START) && text.endsWith("}");
    }

    String resolve(String reference) throws Unresolved {
        URI uri = parsed(reference);
        String vault = String.valueOf(uri.getAuthority());
        String prefix = prefixes.get(vault);
        if (prefix == null) {
            throw new Unresolved(reference, "there is no vault '" + vault + "' of the kind env");
        }
        String path = uri.getPath().substring(Math.min(1, uri.getPath().length()));
        int slash = path.lastIndexOf('/');
        String resource = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        String version = uri.getFragment();
        if (version != null && !version.matches("\\d{1,9}")) {
            throw new Unresolved(reference, "the version behind '#' is not a number");
        }
        if (resource.isEmpty()) {
            throw new Unresolved(reference, "it names nothing in the vault");
        }
        String variable = variable(queried(uri, prefix) + resource) + ("2".equals(version) ? "_PREVIOUS" : "");
        String value = env.apply(variable);
        if (value == null) {
            throw new Unresolved(reference, "the environment variable '" + variable + "' is not set");
        }
        String text = encoded.contains(vault) ? decoded(reference, variable, value) : value;
        String secret = key.isEmpty() ? text : member(reference, variable, text, key);
        if (secret.isEmpty()) {
            throw new Unresolved(reference, "the value in the environment variable '" + variable + "' is empty");
        }
        return secret;
    }

    private static URI parsed(String reference) throws Unresolved {
        try {
            return new URI(reference.substring(1, reference.length() - 1));
        } catch (URISyntaxException _) {
            throw new Unresolved(reference, "expected {vault://env/name} or {vault://env/name/key}");
        }
    }

    /** A {@code ?prefix=} of the reference wins over that of the vault. */
    private static String queried(URI uri, String prefix) {
        String query = uri.getQuery();
        if (query != null) {
            for (String argument : query.split("&", -1)) {
                if (argument.startsWith("prefix=")) {
                    return argument.substring("prefix=".length());
                }
            }
        }
        return prefix;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String decoded(String reference, String variable, String value) throws Unresolved {
        try {
            return new String(Base64.getDecoder().decode(value.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Unresolved(reference, "the value in the environment variable '" + variable + "' is not Base64");
        }
    }

    private static String member(String reference, String variable, String value, String key) throws Unresolved {
        JsonNode secret;
        try {
            secret = JsonMapper.shared().readTree(value);
        } catch (JacksonException _) {
            throw new Unresolved(reference, "unable to json decode value of '" + variable + "'");
        }
        if (!secret.isObject()) {
            throw new Unresolved(reference, "unable to json decode value of '" + variable + "': it is no object");
        }
        JsonNode member = secret.path(key);
        if (member.isMissingNode()) {
            throw new Unresolved(reference, "subfield " + key + " not found in JSON secret '" + variable + "'");
        }
        if (!member.isString()) {
            String type = member.isNumber() ? "number" : member.isBoolean() ? "boolean" : "table";
            throw new Unresolved(
                    reference, "unexpected " + type + " value in JSON secret '" + variable + "' for subfield " + key);
        }
        return member.asString();
    }
}
