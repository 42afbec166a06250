package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.config.text.UrlText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shorthand {@code url} of a service, as Kong expands it: before anything is checked, into protocol, host, port and path, which win
 * over what stands beside it, whatever that is. What it yields is checked as if it had been written so, and is blamed on the url.
 */
final class ServiceUrl {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What a schema validator can compare ends here. */
    private static final BigDecimal BEYOND_64_BITS = BigDecimal.TWO.pow(63);

    private ServiceUrl() {}

    /** Expands those of all services of a file, and of the defaults that it gives them. */
    static void expandAll(ObjectNode root, Reporter reporter) {
        expandIn(root, "", reporter);
        Load.each(root, "certificates", "", (certificate, at) -> expandIn(certificate, at, reporter));
        if (root.at("/_info/defaults/service") instanceof ObjectNode defaults) {
            expand(defaults, "/_info/defaults/service", reporter);
        }
    }

    private static void expandIn(ObjectNode owner, String pointer, Reporter reporter) {
        Load.each(owner, "services", pointer, (service, at) -> expand(service, at, reporter));
    }

    private static void expand(ObjectNode service, String pointer, Reporter reporter) {
        JsonNode written = service.path("url");
        boolean isNull = written.isNull();
        if (!isNull && (!written.isString() || written.asString().isEmpty())) {
            return; // not there, or the schema says what is wrong
        }
        service.remove("url");
        UrlText url = UrlText.parse(isNull ? "" : written.asString());
        if (url.host() == null) {
            reporter.error(
                    "bad-url",
                    pointer + "/url",
                    isNull || written.asString().contains("@") ? null : written.asString(), // before it, a password
                    "expected a url with scheme and host, http://example.com/path; for Kong, host: required field missing"
                            + (url.path() == null || url.path().startsWith("/") ? "" : ", path: should start with: /"));
            service.put("host", "invalid"); // so that nothing more is said of it
            service.remove(List.of("protocol", "port", "path"));
            return;
        }
        String protocol = protocol(url);
        Document document = reporter.document();
        if (written.asString().contains("@")) { // a slash in a password makes parts of it host and port
            List.of("protocol", "host", "port", "path")
                    .forEach(part -> document.templated().add(pointer + "/" + part));
        }
        put(service, "protocol", JSON.stringNode(protocol), pointer, document);
        put(service, "host", JSON.stringNode(url.host()), pointer, document);
        put(service, "port", port(url, protocol), pointer, document);
        put(service, "path", url.path() == null ? null : JSON.stringNode(url.path()), pointer, document);
    }

    /** Without a scheme the port tells. */
    private static String protocol(UrlText url) {
        if (url.scheme() != null) {
            return url.scheme();
        }
        boolean https = url.portNumber()
                .filter(port -> port.compareTo(BigDecimal.valueOf(443)) == 0)
                .isPresent();
        return https ? "https" : "http";
    }

    private static JsonNode port(UrlText url, String protocol) {
        if (url.port() == null) {
            return JSON.numberNode(protocol.equals("https") ? 443 : 80);
        }
        Optional<BigDecimal> number = url.portNumber().filter(port -> port.abs().compareTo(BEYOND_64_BITS) < 0);
        if (number.isEmpty()) {
            return JSON.stringNode(url.port()); // which the schema refuses
        }
        if (number.get().stripTrailingZeros().scale() > 0) {
            return JSON.numberNode(number.get());
        }
        long whole = number.get().longValue();
        return whole == (int) whole ? JSON.numberNode((int) whole) : JSON.numberNode(whole);
    }

    private static void put(
            ObjectNode service, String field, @Nullable JsonNode value, String pointer, Document document) {
        service.remove(field);
        if (value != null) {
            service.set(field, value);
            document.move(pointer + "/url", pointer + "/" + field);
        }
    }
}
