package io.sluice.wire.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** Speaks HTTP/2 frame by frame, and may do so wrongly. Waits ten seconds for a frame at the most. */
public final class Http2Client implements AutoCloseable {

    private final Socket socket;
    private final HPackEncoder encoder = new HPackEncoder(0, StandardCharsets.US_ASCII);
    private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.US_ASCII);
    private final Map<Integer, Answer> answers = new LinkedHashMap<>();
    /** What was allowed by WINDOW_UPDATE, without what was sent. */
    private final Map<Integer, Integer> windows = new LinkedHashMap<>();

    private int goAway = -1;

    /** What came on one stream. */
    public static final class Answer {
        public final Map<String, String> headers = new LinkedHashMap<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int interim;
        boolean whole;
        /** The code of a reset, or -1. */
        int reset = -1;

        /** Whether it was never begun. */
        public boolean refused() {
            return reset == ErrorCode.REFUSED_STREAM.code();
        }

        String status() {
            return headers.getOrDefault(":status", "none");
        }

        String text() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        boolean isOver() {
            return whole || reset >= 0;
        }
    }

    Http2Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        write(Multiplexer.preface());
    }

    /** Connected, and the usual settings said. */
    public static Http2Client connect(int port) throws IOException {
        return new Http2Client(port).settings();
    }

    Http2Client settings(int... namesAndValues) {
        return frame(Frame.SETTINGS, 0, 0, Settings.of(namesAndValues));
    }

    Socket socket() {
        return socket;
    }

    /** As they are. */
    Http2Client bytes(byte[] bytes) {
        write(bytes);
        return this;
    }

    /** Reads whatever comes until the connection ends. */
    public Thread readInBackground() {
        return Thread.ofVirtual().start(() -> {
            try {
                end();
            } catch (IOException _) {
                // that is an end, too
            }
        });
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Http2Client frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(new Frame(payload.length, type, flags, stream).header());
        whole.writeBytes(payload);
        write(whole.toByteArray());
        if (type == Frame.DATA) {
            windows.merge(stream, -payload.length, Integer::sum);
            windows.merge(0, -payload.length, Integer::sum);
        }
        return this;
    }

    /** A request of usual pseudo-headers, changed and added to by pairs; a value of null takes one away. */
    public Http2Client request(int stream, boolean end, String method, String path, String... more) {
        Map<String, String> pseudo = new LinkedHashMap<>();
        pseudo.put(":method", method);
        pseudo.put(":scheme", "http");
        if (path != null) {
            pseudo.put(":path", path);
        }
        pseudo.put(":authority", "h");
        List<Header> fields = new ArrayList<>();
        for (int i = 0; i < more.length; i += 2) {
            if (pseudo.containsKey(more[i]) && more[i + 1] == null) {
                pseudo.remove(more[i]);
            } else if (pseudo.containsKey(more[i])) {
                pseudo.put(more[i], more[i + 1]);
            } else {
                fields.add(new BasicHeader(more[i], more[i + 1]));
            }
        }
        List<Header> all = new ArrayList<>();
        pseudo.forEach((name, value) -> all.add(new BasicHeader(name, value)));
        all.addAll(fields);
        return headers(stream, end, all);
    }

    Http2Client headers(int stream, boolean end, List<Header> fields) {
        try {
            ByteArrayBuffer block = new ByteArrayBuffer(100);
            encoder.encodeHeaders(block, fields, false);
            byte[] bytes = block.toByteArray();
            int sent = 0;
            while (sent < bytes.length) {
                int length = Math.min(bytes.length - sent, Frame.LARGEST);
                boolean last = sent + length == bytes.length;
                int flags = (end && sent == 0 ? Frame.END_STREAM : 0) | (last ? Frame.END_HEADERS : 0);
                byte[] part = java.util.Arrays.copyOfRange(bytes, sent, sent + length);
                frame(sent == 0 ? Frame.HEADERS : Frame.CONTINUATION, flags, stream, part);
                sent += length;
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Http2Client data(int stream, boolean end, String text) {
        return frame(Frame.DATA, end ? Frame.END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A body of so many bytes, as the server allows. */
    Http2Client body(int stream, int length) throws IOException {
        int left = length;
        while (left > 0) {
            awaitRoom(stream, 1);
            int part = Math.min(left, Math.min(room(stream), Frame.LARGEST));
            left -= part;
            data(stream, left == 0, "a".repeat(part));
        }
        return this;
    }

    /** Reads until the server allows so many bytes to be sent. */
    void awaitRoom(int stream, int bytes) throws IOException {
        while (room(stream) < bytes) {
            if (!readFrame()) {
                throw new IOException("the connection ended");
            }
        }
    }

    private int room(int stream) {
        return OutboundWindow.INITIAL + Math.min(windows.getOrDefault(stream, 0), windows.getOrDefault(0, 0));
    }

    Http2Client number(int type, int stream, int value) {
        return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** Reads until the answer on that stream is over. */
    public Answer answer(int stream) throws IOException {
        Answer answer = on(stream);
        while (!answer.isOver()) {
            if (!readFrame()) {
                throw new IOException("the connection ended before the answer on stream " + stream);
            }
        }
        return answer;
    }

    /** What has come on a stream so far. */
    Answer on(int stream) {
        return answers.computeIfAbsent(stream, _ -> new Answer());
    }

    /** Reads to the end; answers the code of GOAWAY, or -1. */
    int end() throws IOException {
        while (readFrame()) {
            // its effect is kept
        }
        return goAway;
    }

    /** Reads until the server says that it takes no more requests. */
    void awaitGoAway() throws IOException {
        while (goAway < 0) {
            if (!readFrame()) {
                throw new IOException("the connection ended without GOAWAY");
            }
        }
    }

    /** Reads until the server has seen all that was sent. */
    void ping() throws IOException {
        frame(Frame.PING, 0, 0, new byte[8]);
        pinged = false;
        while (!pinged) {
            if (!readFrame()) {
                throw new IOException("the connection ended");
            }
        }
    }

    private boolean pinged;

    private boolean readFrame() throws IOException {
        byte[] header;
        byte[] payload;
        try {
            InputStream in = socket.getInputStream();
            header = in.readNBytes(Frame.HEADER);
            if (header.length < Frame.HEADER) {
                return false;
            }
            payload = in.readNBytes((header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff));
        } catch (java.net.SocketException _) {
            return false; // a reset is an end, too
        }
        int flags = header[4];
        Answer answer = on(Frame.number(header, 5));
        switch (header[3]) {
            case Frame.HEADERS -> received(answer, payload);
            case Frame.DATA -> answer.body.writeBytes(payload);
            case Frame.RST_STREAM -> answer.reset = Frame.number(payload, 0);
            case Frame.WINDOW_UPDATE -> windows.merge(Frame.number(header, 5), Frame.number(payload, 0), Integer::sum);
            case Frame.GOAWAY -> goAway = Frame.number(payload, 4);
            case Frame.PING -> pinged = (flags & Frame.ACK) != 0;
            default -> {}
        }
        boolean mayEnd = header[3] == Frame.HEADERS || header[3] == Frame.DATA;
        answer.whole |= mayEnd && (flags & Frame.END_STREAM) != 0;
        return true;
    }

    private void received(Answer answer, byte[] block) throws IOException {
        try {
            List<Header> fields = decoder.decodeHeaders(ByteBuffer.wrap(block));
            if (fields.getFirst().getValue().equals("100")) {
                answer.interim++;
                return;
            }
            fields.forEach(field -> answer.headers.put(field.getName(), field.getValue()));
        } catch (HttpException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
