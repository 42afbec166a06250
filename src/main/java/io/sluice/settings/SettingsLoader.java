package io.sluice.settings;

import io.sluice.api.HostLimits;
import io.sluice.problem.Nearest;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings: defaults, then the file, then {@code KONG_*} variables. A setting of Kong's without effect here and an unknown one
 * are warnings; a bad value, and one that would change who may connect or what is verified, is an error.
 */
public final class SettingsLoader {

    private static final List<Path> USUAL_FILES = List.of(Path.of("/etc/kong/kong.conf"), Path.of("/etc/kong.conf"));
    private static final Pattern VAULT = Pattern.compile("\\{vault://env/([A-Za-z0-9_-]+)/?}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)");
    private static final Set<String> HONOURED = Set.of(
            "proxy_listen",
            "status_listen",
            "declarative_config",
            "log_level",
            "proxy_access_log",
            "nginx_http_client_max_body_size",
            "nginx_proxy_client_max_body_size",
            "kafka_max_body_size",
            "lua_max_req_headers",
            "lua_max_uri_args",
            "lua_max_post_args",
            "router_flavor",
            "route_match_calculation",
            "headers",
            "error_default_type",
            "plugins",
            "database");
    /** What cannot be ignored in silence: each says who may connect, or what is verified. */
    private static final Pattern GUARDS = Pattern.compile(
            "ssl_.*|client_ssl.*|trusted_ips|real_ip_header|stream_listen|status_ssl.*|tls_certificate_verify");

    private static final Pattern KUBERNETES = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_.*)");

    private final Map<String, String> environment;
    private final Set<String> known = knownKeys();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, ConfFile.Entry> values = new TreeMap<>();
    /** Keys whose value came from a vault reference: it is never shown. */
    private final Set<String> dereferenced = new TreeSet<>();

    private SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The result.
     *
     * @param settings null if there are errors
     */
    public record Loaded(@Nullable Settings settings, List<Problem> problems) {}

    /** Reads {@code file}, or where that is null the usual places, and the environment. */
    public static Loaded load(@Nullable Path file, Map<String, String> environment) {
        return new SettingsLoader(environment).load(file);
    }

    private Loaded load(@Nullable Path file) {
        readFile(file);
        readEnvironment();
        values.replaceAll(this::dereferenced);
        values.forEach(this::judge);
        Settings settings = settings();
        boolean failed = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        return new Loaded(failed ? null : settings, List.copyOf(problems));
    }

    private static Set<String> knownKeys() {
        try (InputStream in = SettingsLoader.class.getResourceAsStream("kong-keys.txt")) {
            Set<String> keys = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
            keys.addAll(HONOURED);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readFile(@Nullable Path named) {
        Path file = named != null
                ? named
                : USUAL_FILES.stream().filter(Files::isRegularFile).findFirst().orElse(null);
        if (file == null) {
            return;
        }
        try {
            values.putAll(ConfFile.parse(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            error("no-file", Place.of(file.toString()), null, "no file at: " + file, "name a readable kong.conf");
        }
    }

    private void readEnvironment() {
        environment.forEach((name, value) -> {
            if (!name.startsWith("KONG_")) {
                return;
            }
            String key = name.substring("KONG_".length()).toLowerCase(Locale.ROOT);
            if (known.contains(key) || key.startsWith("nginx_") || key.startsWith("vault_")) {
                values.put(key, new ConfFile.Entry(value, Place.of(name)));
            } else if (!KUBERNETES.matcher(name).matches()) {
                Nearest.to(key, known)
                        .ifPresent(near -> warn(
                                "unknown-setting",
                                Place.of(name),
                                "unknown setting: it has no effect",
                                "did you mean 'KONG_" + near.toUpperCase(Locale.ROOT) + "'?"));
            }
        });
    }

    private ConfFile.Entry dereferenced(String key, ConfFile.Entry entry) {
        Matcher reference = VAULT.matcher(entry.value());
        if (!reference.matches()) {
            return entry;
        }
        String variable = reference.group(1).toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get(variable);
        if (value == null) {
            error(
                    "unresolved-reference",
                    entry.place(),
                    null,
                    "failed to dereference '" + entry.value() + "': variable " + variable
                            + " is not set, for config option '" + key + "'",
                    null);
            return entry;
        }
        dereferenced.add(key);
        return new ConfFile.Entry(value, entry.place());
    }

    /** Keys that have no effect here. */
    private void judge(String key, ConfFile.Entry entry) {
        if (HONOURED.contains(key)) {
            return;
        }
        if (GUARDS.matcher(key).matches()
                && !entry.value().equals("off")
                && !entry.value().isEmpty()) {
            error(
                    "setting-not-hosted",
                    entry.place(),
                    null,
                    "'" + key + "' says who may connect or what is verified, and is not hosted by this version",
                    "remove it");
        } else if (known.contains(key) || key.startsWith("nginx_") || key.startsWith("vault_")) {
            warn("no-effect", entry.place(), "'" + key + "' is known to Kong and has no effect here", null);
        } else {
            String hint =
                    Nearest.to(key, known).map(n -> "did you mean '" + n + "'?").orElse(null);
            warn("unknown-setting", entry.place(), "unknown setting '" + key + "': it has no effect", hint);
        }
    }

    private Settings settings() {
        oneOf("database", "off", List.of("off"));
        oneOf("router_flavor", "traditional_compatible", List.of("traditional_compatible"));
        return new Settings(
                listeners("proxy_listen", "0.0.0.0:8000"),
                listeners("status_listen", "127.0.0.1:8007"),
                values.containsKey("declarative_config") ? text("declarative_config", "") : null,
                oneOf(
                        "log_level",
                        "notice",
                        List.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg")),
                text("proxy_access_log", "/dev/stdout"),
                size("nginx_http_client_max_body_size", size("nginx_proxy_client_max_body_size", 0)),
                new HostLimits(
                        kafkaBody(),
                        number("lua_max_req_headers"),
                        number("lua_max_uri_args"),
                        number("lua_max_post_args")),
                oneOf("route_match_calculation", "original", List.of("original", "strict"))
                        .equals("strict"),
                headerTokens(),
                oneOf(
                        "error_default_type",
                        "text/plain",
                        List.of("application/json", "application/xml", "text/html", "text/plain")),
                list(text("plugins", "bundled")));
    }

    private String text(String key, String byDefault) {
        ConfFile.Entry entry = values.get(key);
        return entry == null ? byDefault : entry.value();
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    private List<Listener> listeners(String key, String byDefault) {
        try {
            return Listener.parse(key, text(key, byDefault));
        } catch (Listener.Bad e) {
            bad(key, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private String oneOf(String key, String byDefault, List<String> allowed) {
        String value = text(key, byDefault);
        if (!allowed.contains(value)) {
            bad(
                    key,
                    allowed.size() == 1
                            ? key + ": this version serves only '" + allowed.getFirst() + "'"
                            : key + " has an invalid value: '" + value + "' (" + String.join(", ", allowed) + ")");
        }
        return value;
    }

    /** What goes into a record; 0 is no limit but that of an array. */
    private long kafkaBody() {
        long bytes = size("kafka_max_body_size", 1 << 20);
        return bytes == 0 ? Integer.MAX_VALUE - 8L : bytes;
    }

    /** In bytes; 0 for none. */
    private long size(String key, long byDefault) {
        String value = text(key, Long.toString(byDefault));
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            bad(key, "expected a size: bytes, or with k, m or g, like 10m");
            return byDefault;
        }
        int shift = switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(size.group(1)) << shift;
    }

    /** How much plugins see: 1 to 1000, 100 unless set. */
    private int number(String key) {
        String value = text(key, "100");
        if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 1000) {
            bad(key, "value must be an integer between 1 and 1000");
            return 100;
        }
        return Integer.parseInt(value);
    }

    private Settings.HeaderTokens headerTokens() {
        List<String> tokens = list(text("headers", "server_tokens, latency_tokens, X-Kong-Request-Id")).stream()
                .map(t -> t.toLowerCase(Locale.ROOT))
                .toList();
        Set<String> allowed = Set.of(
                "off",
                "server_tokens",
                "server",
                "via",
                "latency_tokens",
                "x-kong-proxy-latency",
                "x-kong-response-latency",
                "x-kong-upstream-latency",
                "x-kong-admin-latency",
                "x-kong-upstream-status",
                "x-kong-request-id");
        tokens.stream()
                .filter(t -> !allowed.contains(t))
                .forEach(t -> bad("headers", "headers: invalid entry '" + t + "'"));
        if (!tokens.isEmpty() && tokens.getFirst().equals("off")) {
            return new Settings.HeaderTokens(false, false, false);
        }
        return new Settings.HeaderTokens(
                tokens.contains("server_tokens") || tokens.contains("server"),
                tokens.contains("latency_tokens") || tokens.contains("x-kong-response-latency"),
                tokens.contains("x-kong-request-id"));
    }

    private void bad(String key, String message) {
        ConfFile.Entry entry = values.get(key);
        error(
                "bad-setting",
                entry == null ? Place.of(key) : entry.place(),
                dereferenced.contains(key) ? null : text(key, ""),
                message,
                null);
    }

    private void error(String code, Place place, @Nullable String value, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.ERROR, code, place, "", value, message, hint));
    }

    private void warn(String code, Place place, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.WARNING, code, place, "", null, message, hint));
    }
}
