package io.sluice.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One request per connection over a plain socket: what is sent is exactly what the test says. */
final class Http {

    private Http() {}

    /** Header names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    static Answer get(int port, String target) throws IOException {
        return send(port, "GET", target, new String[][] {{"Host", "localhost"}}, new byte[0]);
    }

    static Answer post(int port, String target, String type, String body) throws IOException {
        return send(
                port,
                "POST",
                target,
                new String[][] {{"Host", "localhost"}, {"Content-Type", type}},
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds Connection: close, and Content-Length if there is a body. */
    static Answer send(int port, String method, String target, String[][] headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (String[] header : headers) {
            head.append(header[0]).append(": ").append(header[1]).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write(body);
                } catch (IOException e) {
                    // answered before it was all sent
                }
            });
            Answer answer = parse(read(socket.getInputStream()));
            writer.interrupt();
            return answer;
        }
    }

    private static byte[] read(InputStream in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            in.transferTo(out);
        } catch (IOException e) {
            // a reset after the answer is an end, too
        }
        return out.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }
}
