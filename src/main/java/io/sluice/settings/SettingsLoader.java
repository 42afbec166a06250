package io.sluice.settings;

import io.sluice.api.HostLimits;
import io.sluice.api.Secret;
import io.sluice.problem.Nearest;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings: defaults, then the file, then {@code KONG_*} variables. A setting of Kong's without effect here and an unknown one
 * are warnings; a bad value, and one that would change who may connect or what is verified, is an error.
 */
public final class SettingsLoader {

    private static final List<Path> USUAL_FILES = List.of(Path.of("/etc/kong/kong.conf"), Path.of("/etc/kong.conf"));
    private static final Pattern KUBERNETES = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_.*)");
    private static final String COMPATIBLE = FileSettings.DEFAULT_FLAVOR;
    private static final String PROXY_LISTEN =
            "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384";

    private final Map<String, String> environment;
    private final KnownKeys keys = new KnownKeys();
    private final Map<String, ConfFile.Entry> entries = new TreeMap<>();
    /** Keys whose value came from a vault reference, or is one of a key or may hold some: it is never shown. */
    private final Set<String> hidden = new TreeSet<>(
            Set.of("ssl_cert_key", "status_ssl_cert_key", "client_ssl_cert_key", "declarative_config_string"));

    private final SettingValues values = new SettingValues(entries, hidden);

    private SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The result.
     *
     * @param settings null if there are errors
     */
    public record Loaded(@Nullable Settings settings, List<Problem> problems) {}

    /**
     * The result for those who only look at a declarative file.
     *
     * @param settings null if there are problems, all of which are errors
     */
    public record LoadedForFile(@Nullable FileSettings settings, List<Problem> problems) {}

    /** Reads {@code file}, or where that is null the usual places, and the environment. */
    public static Loaded load(@Nullable Path file, Map<String, String> environment) {
        return new SettingsLoader(environment).load(file);
    }

    /** Reads of the same what a declarative file is read by. What is wrong with other settings is for a start to say. */
    public static LoadedForFile forFile(@Nullable Path file, Map<String, String> environment) {
        return new SettingsLoader(environment).forFile(file);
    }

    private LoadedForFile forFile(@Nullable Path file) {
        Path usual = usual();
        readFile(file == null && usual != null && Files.isReadable(usual) ? usual : file);
        readEnvironment();
        entries.keySet().removeIf(key -> !FileSettings.isRead(key));
        dereference();
        FileSettings settings = FileSettings.read(values);
        List<Problem> errors = values.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .toList();
        return new LoadedForFile(errors.isEmpty() ? settings : null, errors);
    }

    private Loaded load(@Nullable Path file) {
        readFile(file == null ? usual() : file);
        readEnvironment();
        dereference();
        entries.forEach(this::judge);
        Settings settings = settings();
        List<Problem> problems = List.copyOf(values.problems());
        boolean failed = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        return new Loaded(failed ? null : settings, problems);
    }

    private static @Nullable Path usual() {
        return USUAL_FILES.stream().filter(Files::isRegularFile).findFirst().orElse(null);
    }

    private void readFile(@Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            entries.putAll(ConfFile.parse(file.toString(), Files.readString(file)));
        } catch (NoSuchFileException _) {
            unreadable(file, "no file at: " + file);
        } catch (CharacterCodingException _) {
            unreadable(file, "not a text in UTF-8: " + file);
        } catch (IOException e) {
            unreadable(
                    file,
                    Files.isDirectory(file)
                            ? "a directory, not a file: " + file
                            : "cannot be read: " + file + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void unreadable(Path file, String message) {
        values.error("no-file", Place.of(file.toString()), null, message, "name a readable kong.conf");
    }

    private void readEnvironment() {
        environment.forEach((name, value) -> {
            if (!name.startsWith("KONG_")) {
                return;
            }
            String key = name.substring("KONG_".length()).toLowerCase(Locale.ROOT);
            if (keys.isKnown(key)) {
                entries.put(key, new ConfFile.Entry(value, Place.of(name)));
            } else if (!KUBERNETES.matcher(name).matches()) {
                Nearest.to(key, keys.all())
                        .ifPresent(near -> values.warn(
                                "unknown-setting",
                                Place.of(name),
                                "unknown setting: it has no effect",
                                "did you mean 'KONG_" + near.toUpperCase(Locale.ROOT) + "'?"));
            }
        });
    }

    private void dereference() {
        References references = new References(environment, values.text("vault_env_prefix", ""));
        entries.replaceAll((key, entry) -> dereferenced(references, key, entry));
    }

    private ConfFile.Entry dereferenced(References references, String key, ConfFile.Entry entry) {
        if (!References.isIn(key, entry.value())) {
            return entry;
        }
        try {
            ConfFile.Entry resolved = new ConfFile.Entry(references.resolved(key, entry.value()), entry.place());
            hidden.add(key);
            return resolved;
        } catch (References.Unresolved e) {
            values.error("unresolved-reference", entry.place(), null, String.valueOf(e.getMessage()), null);
            return entry;
        }
    }

    /** Keys that have no effect here. */
    private void judge(String key, ConfFile.Entry entry) {
        if (keys.isHonoured(key)) {
            return;
        }
        if (keys.isGuard(key) && !entry.value().equals("off") && !entry.value().isEmpty()) {
            values.error(
                    "setting-not-hosted",
                    entry.place(),
                    null,
                    "'" + key + "' says who may connect or what is verified, and is not hosted by this version",
                    "remove it");
        } else if (keys.isKnown(key)) {
            String whose = keys.all().contains(key) ? "is known to Kong and " : ""; // of a directive nobody knows
            values.warn("no-effect", entry.place(), "'" + key + "' " + whose + "has no effect here", null);
        } else {
            String hint = Nearest.to(key, keys.all())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(null);
            values.warn("unknown-setting", entry.place(), "unknown setting '" + key + "': it has no effect", hint);
        }
    }

    private Settings settings() {
        values.oneOf("database", "off", List.of("off"));
        List<Listener> proxy = listeners("proxy_listen", PROXY_LISTEN);
        List<Listener> status = listeners("status_listen", "127.0.0.1:8007");
        return new Settings(
                proxy,
                status,
                TlsSettings.read(values, "", proxy),
                TlsSettings.read(values, "status_", status),
                ClientLimits.read(values),
                AdmissionSettings.read(values),
                ClientAddressSettings.read(values),
                UpstreamSettings.read(values),
                TrustedCertificates.read(values),
                values.flag("tls_certificate_verify", false),
                HeaderSettings.read(values),
                hostLimits(),
                KafkaSettings.read(values),
                values.list("plugins", "bundled"),
                values.text("plugin_folder").map(Path::of).orElse(null),
                values.text("vault_env_prefix", ""),
                values.text("declarative_config").orElse(null),
                declarativeConfigString(),
                values.oneOf(
                        "log_level",
                        "notice",
                        List.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg")),
                accessLog(),
                routerFlavor(),
                values.oneOf("route_match_calculation", "original", List.of("original", "strict"))
                        .equals("strict"),
                values.text("prefix").map(Path::of).orElse(null));
    }

    /** A file wins over a text, as in Kong. */
    private @Nullable Secret declarativeConfigString() {
        String key = "declarative_config_string";
        if (values.text(key).isPresent() && values.text("declarative_config").isPresent()) {
            values.noEffect(key, "'" + key + "' has no effect beside declarative_config, which wins");
        }
        return values.text(key).map(Secret::new).orElse(null);
    }

    /** A path, under {@code prefix} if that is set; {@code off} and what was set to nothing is no log. */
    private String accessLog() {
        String target = values.text("proxy_access_log", "/dev/stdout");
        String[] words = target.strip().split("\\s+", -1);
        if (words.length > 1) {
            values.bad(
                    "proxy_access_log",
                    "the log format '" + words[1]
                            + "' is not hosted by this version: lines have Kong's default format");
        } else if (target.startsWith("syslog:")) {
            values.bad("proxy_access_log", "syslog is not hosted by this version: name a file, or /dev/stdout");
        }
        return target.equals("off")
                ? target
                : values.text("prefix")
                        .map(prefix -> Path.of(prefix).resolve(target).toString())
                        .orElse(target);
    }

    private String routerFlavor() {
        if (values.text("router_flavor", "").equals("expressions")) {
            values.bad(
                    "router_flavor",
                    "routes by expressions are not hosted by this version (hosted: traditional_compatible, traditional)");
            return COMPATIBLE;
        }
        return values.oneOf("router_flavor", COMPATIBLE, List.of(COMPATIBLE, "traditional"));
    }

    private List<Listener> listeners(String key, String byDefault) {
        try {
            return Listener.parse(key, values.text(key, byDefault));
        } catch (Listener.Bad e) {
            values.bad(key, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private HostLimits hostLimits() {
        long kafka = values.size("kafka_max_body_size", 1 << 20);
        Duration phase = values.time("plugin_phase_timeout", HostLimits.DEFAULT.phaseTime());
        if (phase.isZero()) {
            values.bad("plugin_phase_timeout", "a phase needs some time");
        }
        return new HostLimits(
                kafka == 0 ? Integer.MAX_VALUE - 8L : kafka, // no limit but that of an array
                values.size("plugin_max_body_size", 1 << 20),
                values.between("lua_max_req_headers", 100, 1, 1000),
                values.between("lua_max_uri_args", 100, 1, 1000),
                values.between("lua_max_post_args", 100, 1, 1000),
                phase);
    }
}
