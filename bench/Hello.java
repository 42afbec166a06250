import io.helidon.webserver.WebServer;

/** The same web server with nothing behind it: what it answers per second is the ceiling. Run by bench/run. */
final class Hello {

    private static final byte[] ANSWER = "{\"message\":\"message sent\"}".getBytes();

    public static void main(String[] args) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .featuresDiscoverServices(false)
                .routing(routing -> routing.any((request, response) -> {
                    byte[] body = new byte[(int) request.headers().contentLength().orElse(0)];
                    try (var in = request.content().inputStream()) {
                        in.readNBytes(body, 0, body.length);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    response.header("Content-Type", "application/json; charset=utf-8");
                    response.send(ANSWER);
                }))
                .build()
                .start();
    }
}
