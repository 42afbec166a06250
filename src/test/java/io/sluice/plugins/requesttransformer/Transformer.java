package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Request;
import io.sluice.api.UnsupportedConfig;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.UpstreamCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plugin as a file configures it, in front of a service. */
final class Transformer {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(Set.of("request-transformer")), Map.<String, String>of()::get);

    private Transformer() {}

    static DeclarationLoader.Loaded load(String config) {
        return LOADER.load(
                "kong.yml", "{_format_version: '3.0', plugins: [{name: request-transformer, config: " + config + "}]}");
    }

    static Plugin create(String config, HostLimits limits) throws UnsupportedConfig {
        DeclarationLoader.Loaded loaded = load(config);
        assertThat(loaded.declaration()).as("%s: %s", config, loaded.problems()).isNotNull();
        return new RequestTransformerFactory()
                .create(
                        ConfigBinder.bind(
                                loaded.declaration().plugins().getFirst().config(), RequestTransformerConfig.class),
                        new FakeHost(limits, _ -> null));
    }

    /** The request behind the plugin. */
    static Exchange passed(String config, Request request) throws Exception {
        Exchange exchange = Exchanges.matched(
                request,
                Entities.route("r", Entities.service("s"), Set.of("http"), 426, "/"),
                Map.of("0", "/u/42/caf\u00e9", "1", "42", "2", "caf\u00e9", "id", "42"));
        create(config, HostLimits.DEFAULT).access(exchange);
        return exchange;
    }

    /** What goes to the service. */
    static UpstreamCall sent(String config, Request request) throws Exception {
        return Exchanges.upstream(passed(config, request));
    }

    static String body(UpstreamCall sent) throws Exception {
        return new String(sent.body().bytes(Long.MAX_VALUE), StandardCharsets.UTF_8);
    }

    /** The body that goes to the service in place of {@code body}. */
    static String body(String config, String contentType, String body) throws Exception {
        return body(sent(config, new FakeRequest("POST", "/x", contentType, body)));
    }

    /** A list of entries, separated by blanks, for each operation: {@code remove=a add=b:1}. */
    static String config(String part, String operations) {
        StringBuilder config = new StringBuilder("{");
        for (String operation : operations.split(" (?=[a-z]+=)")) {
            String[] both = operation.split("=", 2);
            config.append(both[0])
                    .append(": {")
                    .append(part)
                    .append(": ['")
                    .append(String.join("', '", List.of(both[1].split(","))))
                    .append("']}, ");
        }
        return config + "}";
    }
}
