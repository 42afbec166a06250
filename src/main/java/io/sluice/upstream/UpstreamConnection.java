package io.sluice.upstream;

import io.sluice.api.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One connection to an upstream, plain or TLS. Used by one request at a time; {@link #abort} may come from anywhere. */
final class UpstreamConnection {

    private static final int BUFFER = 8192;

    private final PoolKey key;
    private final SocketChannel channel;
    private final Wire wire;
    private final Library http;
    private final int headBytes;
    private int requests;
    private long restsSince;

    /** {@code socket} is {@code channel}'s own, or TLS over it. */
    UpstreamConnection(PoolKey key, SocketChannel channel, Socket socket, int headBytes) throws IOException {
        this.key = key;
        this.channel = channel;
        this.wire = new Wire(socket);
        this.headBytes = headBytes;
        this.http = new Library(Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxLineLength(headBytes)
                .setMaxHeaderCount(1000)
                .build());
        http.bind(wire);
    }

    /** Header values are bytes here, so no encoder may replace what it does not like. */
    private static final class Library extends DefaultBHttpClientConnection {
        Library(Http1Config config) {
            super(config, StandardCharsets.ISO_8859_1.newDecoder(), StandardCharsets.ISO_8859_1.newEncoder());
        }

        @Override
        protected void bind(SocketHolder holder) throws IOException {
            super.bind(holder);
        }
    }

    PoolKey key() {
        return key;
    }

    Wire wire() {
        return wire;
    }

    /** How many requests were begun on it. */
    int requests() {
        return requests;
    }

    void rests() {
        restsSince = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - restsSince;
    }

    /** Whether nothing has come since the last answer: neither an end nor bytes that nobody asked for. */
    boolean isQuiet() {
        try {
            if (!http.isOpen() || holdsLeftovers()) {
                return false;
            }
            channel.configureBlocking(false);
            int count = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return count == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Bytes behind an answer that belong to no request: whoever came next would take them for its own answer. */
    private boolean holdsLeftovers() throws IOException {
        wire.probe(true);
        try {
            return http.isDataAvailable(Timeout.ONE_MILLISECOND);
        } finally {
            wire.probe(false);
        }
    }

    /** Sends the head and the body. */
    void send(UpstreamCall call, RequestBytes body) throws IOException, HttpException {
        requests++;
        Sent request = new Sent(call.method(), call.target());
        call.headers().forEach(request::addHeader);
        if (body.isFramed()) {
            if (body.length() >= 0) {
                request.addHeader("Content-Length", Long.toString(body.length()));
            } else {
                request.addHeader("Transfer-Encoding", "chunked");
            }
            request.setEntity(new Content(body, wire));
        }
        http.sendRequestHeader(request);
        if (request.getEntity() != null) {
            http.sendRequestEntity(request);
        }
        http.flush();
    }

    /** Waits for the head of the next answer; {@code millis} is the longest gap between two reads. */
    ClassicHttpResponse receiveHead(int millis) throws IOException, HttpException {
        http.setSocketTimeout(Timeout.ofMilliseconds(millis));
        wire.allow(headBytes + (long) BUFFER);
        try {
            return http.receiveResponseHeader();
        } finally {
            wire.allow(-1);
        }
    }

    /** The body of that answer. */
    InputStream receiveBody(ClassicHttpResponse response) throws IOException, HttpException {
        http.receiveResponseEntity(response);
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    static Headers headers(ClassicHttpResponse response) {
        Headers headers = new Headers();
        for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
            Header one = all.next();
            headers.add(one.getName(), one.getValue() == null ? "" : one.getValue());
        }
        return headers;
    }

    /** Closes at once, without a word to the other side. */
    void abort() {
        Channels.close(channel);
        http.close(CloseMode.IMMEDIATE);
    }

    /** A request whose target goes out as it is: the library would read {@code //a} as a host. */
    private static final class Sent extends BasicClassicHttpRequest {
        private static final long serialVersionUID = 1L;
        private final String target;

        Sent(String method, String target) {
            super(method, "/");
            this.target = target;
        }

        @Override
        public String getRequestUri() {
            return target;
        }
    }

    /** The body as the library wants it: its framing is already among the headers. */
    private static final class Content extends AbstractHttpEntity {
        private final RequestBytes body;
        private final Wire wire;

        Content(RequestBytes body, Wire wire) {
            super((String) null, null, body.length() < 0);
            this.body = body;
            this.wire = wire;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try {
                body.writeTo(out, wire);
            } catch (IOException | RuntimeException e) {
                wire.refuseOutput(); // the library would end the chunks on its way out
                throw e;
            }
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public @Nullable InputStream getContent() {
            throw new UnsupportedOperationException("only written");
        }

        @Override
        public void close() {
            // the body belongs to the call
        }
    }
}
