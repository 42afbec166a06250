package io.sluice.e2e.vectors;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.upstream.UpstreamServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What one case runs on: upstream servers of its own, and a gateway that has loaded the case's file. */
final class Stage implements Closeable {

    private final Map<String, UpstreamServer> upstreams;
    private final JsonNode filled;
    private GatewayProcess gateway;

    private Stage(JsonNode vector, Map<String, UpstreamServer> upstreams) {
        this.upstreams = new TreeMap<>(upstreams);
        Map<String, String> ports = new HashMap<>();
        upstreams.forEach((name, server) -> ports.put(name, Integer.toString(server.port())));
        this.filled = new Placeholders(ports).fill(vector);
    }

    /**
     * Starts the gateway on the {@code config} of a case.
     *
     * @param upstreams running servers by their placeholder; closed with the stage
     * @param settings of kong.conf
     */
    static Stage set(JsonNode vector, Map<String, UpstreamServer> upstreams, Map<String, String> settings)
            throws IOException {
        Stage stage = new Stage(vector, upstreams);
        Path conf = Files.createTempFile("sluice-e2e-", ".conf");
        try {
            List<String> lines = new ArrayList<>();
            settings.forEach((key, value) -> lines.add(key + " = " + value));
            Files.write(conf, lines);
            Map<String, String> env = Map.of("SLUICE_JAVA_OPTS", StartupCache.options());
            stage.gateway = GatewayProcess.serve(stage.filled.get("config").toString(), env, "-c", conf.toString());
            return stage;
        } catch (IOException e) {
            stage.close();
            throw e;
        } finally {
            Files.delete(conf);
        }
    }

    /** The case, with this stage's ports in it. */
    JsonNode filled() {
        return filled;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** By placeholder. */
    Map<String, UpstreamServer> upstreams() {
        return upstreams;
    }

    List<String> faults() {
        return upstreams.values().stream()
                .flatMap(server -> server.faults().stream())
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        for (UpstreamServer server : upstreams.values()) {
            server.close();
        }
    }
}
