package io.sluice.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to secrets in settings: {@code {vault://env/my-secret}} is the variable {@code MY_SECRET}, behind the prefix of {@code
 * vault_env_prefix}. A value, or an element of a list, is a reference as a whole or not at all.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\{vault://[^}]*}");
    private static final Pattern ENV = Pattern.compile("\\{vault://env/([A-Za-z0-9_-]+)/?}");

    /** In other settings a comma is a character like others. */
    private static final Set<String> LISTS = Set.of(
            "headers",
            "headers_upstream",
            "lua_ssl_trusted_certificate",
            "plugins",
            "port_maps",
            "proxy_listen",
            "ssl_cert",
            "ssl_cert_key",
            "status_listen",
            "status_ssl_cert",
            "status_ssl_cert_key",
            "trusted_ips");

    private final Map<String, String> environment;
    private final String prefix;

    References(Map<String, String> environment, String prefix) {
        this.environment = environment;
        this.prefix = prefix;
    }

    /** What cannot be resolved, in Kong's words. */
    static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1L;

        Unresolved(String reference, String reason, String option) {
            super("failed to dereference '" + reference + "': " + reason + " for config option '" + option + "'");
        }
    }

    /** Whether the value, or in a list an element of it, is one. */
    static boolean isIn(String key, String value) {
        return isReference(value)
                || (LISTS.contains(key) && SettingValues.list(value).stream().anyMatch(References::isReference));
    }

    private static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** The value of {@code key} with the secrets in the place of their references. */
    String resolved(String key, String value) throws Unresolved {
        if (isReference(value)) {
            return secret(value, key);
        }
        StringBuilder list = new StringBuilder();
        int number = 1;
        for (String element : SettingValues.list(value)) {
            list.append(list.isEmpty() ? "" : ",")
                    .append(isReference(element) ? secret(element, key + "[" + number + "]") : element);
            number++;
        }
        return list.toString();
    }

    private String secret(String reference, String option) throws Unresolved {
        Matcher named = ENV.matcher(reference);
        if (!named.matches()) {
            throw new Unresolved(reference, "expected {vault://env/name}, the one kind that is read here,", option);
        }
        String variable = (prefix + named.group(1)).toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get(variable);
        if (value == null) {
            throw new Unresolved(reference, "variable " + variable + " is not set,", option);
        }
        return value;
    }
}
