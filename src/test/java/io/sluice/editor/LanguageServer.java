package io.sluice.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A YAML language server, spoken to over its standard input and output as an editor does (LSP, JSON-RPC). */
final class LanguageServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long SECONDS = 60;

    private final Process process;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private int lastId;

    private LanguageServer(Process process) {
        this.process = process;
    }

    static LanguageServer start(Path program, Path workspace) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "--stdio")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        LanguageServer server = new LanguageServer(process);
        Thread.ofVirtual().start(server::read);
        ObjectNode capabilities = JSON.createObjectNode();
        capabilities.putObject("workspace").put("configuration", true);
        ObjectNode initialize = JSON.createObjectNode();
        initialize.put("processId", ProcessHandle.current().pid());
        initialize.put("rootUri", workspace.toUri().toString());
        initialize.set("capabilities", capabilities);
        assertThat(server.ask("initialize", initialize).has("capabilities")).isTrue();
        server.tell("initialized", JSON.createObjectNode());
        return server;
    }

    /** Opens a text and answers what the server finds wrong with it. */
    List<String> diagnostics(String uri, String text) throws IOException, InterruptedException {
        ObjectNode open = JSON.createObjectNode();
        open.putObject("textDocument")
                .put("uri", uri)
                .put("languageId", "yaml")
                .put("version", 1)
                .put("text", text);
        tell("textDocument/didOpen", open);
        while (true) {
            JsonNode message = next();
            boolean mine = message.path("method").asString("").equals("textDocument/publishDiagnostics")
                    && message.at("/params/uri").asString("").equals(uri);
            if (mine) {
                return message.at("/params/diagnostics")
                        .valueStream()
                        .map(d -> (d.at("/range/start/line").asInt() + 1) + ": "
                                + d.path("message").asString(""))
                        .toList();
            }
        }
    }

    /** What is offered behind the last character of a text. */
    List<String> completions(String uri, String text) throws IOException, InterruptedException {
        diagnostics(uri, text);
        List<String> lines = text.lines().toList();
        ObjectNode where = JSON.createObjectNode();
        where.putObject("textDocument").put("uri", uri);
        where.putObject("position")
                .put("line", lines.size() - 1)
                .put("character", lines.getLast().length());
        JsonNode answer = ask("textDocument/completion", where);
        JsonNode items = answer.isArray() ? answer : answer.path("items");
        return items.valueStream().map(item -> item.path("label").asString("")).toList();
    }

    private JsonNode ask(String method, ObjectNode params) throws IOException, InterruptedException {
        int id = ++lastId;
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", params);
        send(request);
        while (true) {
            JsonNode message = next();
            if (!message.has("method") && message.path("id").asInt(-1) == id) {
                assertThat(message.has("error")).as(message.toString()).isFalse();
                return message.path("result");
            }
        }
    }

    private void tell(String method, ObjectNode params) throws IOException {
        ObjectNode notification = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
        notification.set("params", params);
        send(notification);
    }

    /** The next message; what the server asks of an editor is answered on the way. */
    private JsonNode next() throws IOException, InterruptedException {
        while (true) {
            JsonNode message = received.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message of the language server").isNotNull();
            if (!message.has("method") || !message.has("id")) {
                return message;
            }
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", message.get("id"));
            if (message.get("method").asString().equals("workspace/configuration")) {
                var settings = answer.putArray("result");
                message.at("/params/items")
                        .forEach(item -> settings.add(
                                item.path("section").asString("").equals("yaml")
                                        ? yamlSettings()
                                        : JSON.createObjectNode()));
            } else {
                answer.putNull("result");
            }
            send(answer);
        }
    }

    private static ObjectNode yamlSettings() {
        ObjectNode yaml = JSON.createObjectNode()
                .put("validate", true)
                .put("completion", true)
                .put("hover", true);
        yaml.putObject("schemaStore").put("enable", false); // nothing is fetched
        return yaml;
    }

    private synchronized void send(ObjectNode message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        OutputStream out = process.getOutputStream();
        out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            while (true) {
                int length = -1;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(
                                line.substring(line.indexOf(':') + 1).strip());
                    }
                }
                if (length < 0) {
                    return;
                }
                received.add(JSON.readTree(in.readNBytes(length)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the head, without its end; empty at the end of the stream too. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
