package io.sluice.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a JSON Schema cannot say about single values and about services, in Kong's words. */
final class EntityChecks {

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern URI_CHARACTERS = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+,;=:@/%]*");
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})..?");
    private static final Set<String> NO_PATH = Set.of("tcp", "tls", "udp", "grpc", "grpcs", "tls_passthrough");
    private static final List<String> TLS_FIELDS =
            List.of("client_certificate", "tls_verify", "tls_verify_depth", "ca_certificates");

    private EntityChecks() {}

    static void service(ObjectNode service, String pointer, Reporter reporter) {
        String protocol = Fields.text(service, "protocol", "http");
        String host = Fields.text(service, "host");
        if (host == null && !service.has("host")) {
            reporter.error("required-field", pointer, null, "required field missing: 'host'");
        } else if (host != null) {
            host(host, pointer + "/host", reporter);
        }
        String path = Fields.text(service, "path");
        if (path != null) {
            if (NO_PATH.contains(protocol)) {
                reporter.error(
                        "between-fields",
                        pointer + "/path",
                        path,
                        "value must be null when 'protocol' is '" + protocol
                                + "' (failed conditional validation given value of field 'protocol')");
            } else {
                servicePath(path, pointer + "/path", reporter);
            }
        }
        if (!protocol.equals("https") && !protocol.equals("tls")) {
            for (String field : TLS_FIELDS) {
                if (service.has(field)) {
                    reporter.error(
                            "between-fields",
                            pointer + "/" + field,
                            null,
                            "value must be null: failed conditional validation given value of field 'protocol'");
                }
            }
        }
    }

    private static void host(String host, String pointer, Reporter reporter) {
        if (IPV6.matcher(host).matches()) {
            return;
        }
        int colon = host.indexOf(':');
        if (colon > 0 && host.substring(colon + 1).chars().allMatch(Character::isDigit)) {
            reporter.error("bad-host", pointer, host, "must not have a port", "use the field 'port'");
        } else if (!HOSTNAME.matcher(host).matches()) {
            reporter.error("bad-host", pointer, host, "invalid value: " + host);
        }
    }

    private static void servicePath(String path, String pointer, Reporter reporter) {
        if (!path.startsWith("/")) {
            reporter.error("bad-path", pointer, path, "should start with: /");
        } else {
            pathText(path, pointer, reporter);
            if (!URI_CHARACTERS.matcher(path).matches()) {
                reporter.error(
                        "bad-path",
                        pointer,
                        path,
                        "invalid path: '" + path + "' (characters outside of the reserved list of RFC 3986 found)");
            }
        }
    }

    /** Rules that plain paths of services and of routes share. Answers whether they hold. */
    static boolean pathText(String path, String pointer, Reporter reporter) {
        if (path.contains("//")) {
            reporter.error("bad-path", pointer, path, "must not have empty segments");
            return false;
        }
        var percent = BAD_PERCENT.matcher(path);
        boolean cut = path.endsWith("%");
        if (percent.find() || cut) {
            String found = cut ? "%" : percent.group();
            reporter.error("bad-path", pointer, path, "invalid url-encoded value: '" + found + "'");
            return false;
        }
        return true;
    }

    /** Whether a value of {@code hosts} is a host, with a port or without, with at most one wildcard at an end. */
    static void routeHost(String value, String pointer, Reporter reporter) {
        if (IPV6.matcher(value).matches() || value.matches("\\[[0-9A-Fa-f:.]+](:\\d+)?")) {
            return;
        }
        String host = value;
        int colon = value.lastIndexOf(':');
        if (colon >= 0) {
            String port = value.substring(colon + 1);
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
                reporter.error("bad-host", pointer, value, "invalid port number");
                return;
            }
            host = value.substring(0, colon);
        }
        long stars = host.chars().filter(c -> c == '*').count();
        if (stars > 1) {
            reporter.error("bad-host", pointer, value, "invalid wildcard: must have at most one wildcard");
        } else if (stars == 1 && !host.startsWith("*.") && !host.endsWith(".*")) {
            reporter.error(
                    "bad-host", pointer, value, "invalid wildcard: must be placed at leftmost or rightmost label");
        } else if (!HOSTNAME.matcher(host.replace("*.", "").replace(".*", "")).matches()) {
            reporter.error("bad-host", pointer, value, "invalid hostname: " + value);
        }
    }

    /** Whether a value is a TLS server name, perhaps with a wildcard in place of its first or last label. */
    static void sni(String name, String pointer, Reporter reporter) {
        if (name.equals("*")) {
            return;
        }
        if (isAddress(name)) {
            reporter.error("bad-host", pointer, name, "must not be an IP");
        } else if (name.matches(".*:\\d+")) {
            reporter.error("bad-host", pointer, name, "must not have a port");
        } else {
            routeHost(name, pointer, reporter);
        }
    }

    static boolean isAddress(String host) {
        return IPV4.matcher(host).matches() || IPV6.matcher(host).matches();
    }

    static boolean isHostname(String host) {
        return HOSTNAME.matcher(host).matches();
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode() || (value.isContainer() && value.isEmpty());
    }
}
