package io.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The shorthand {@code url} of a service: sets protocol, host, port and path, and wins over them. A query is dropped. */
final class ServiceUrl {

    private static final List<String> PROTOCOLS =
            List.of("grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp");

    private ServiceUrl() {}

    static void expand(ObjectNode service, String pointer, Reporter reporter) {
        String url = Fields.text(service, "url");
        if (url == null) {
            return;
        }
        service.remove("url");
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                reporter.error(
                        "bad-url",
                        pointer + "/url",
                        url,
                        "expected a url with scheme and host, http://example.com/path; for Kong, host: required field missing,"
                                + " path: should start with: /");
                service.put("host", "invalid");
                return;
            }
            if (!PROTOCOLS.contains(uri.getScheme())) {
                reporter.error(
                        "bad-url",
                        pointer + "/url",
                        url,
                        "the protocol: expected one of: " + String.join(", ", PROTOCOLS));
            }
            service.put("protocol", uri.getScheme());
            service.put("host", uri.getHost());
            service.put(
                    "port", uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80);
            if (uri.getRawPath() != null && !uri.getRawPath().isEmpty()) {
                service.put("path", uri.getRawPath());
            }
        } catch (URISyntaxException e) {
            reporter.error("bad-url", pointer + "/url", url, "expected a url: " + e.getReason());
            service.put("host", "invalid");
        }
    }
}
