package io.sluice.upstream;

import io.sluice.api.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way out. Either kept, so that it can be sent again, in memory and from some size on in a temporary
 * file; or passed on as it comes, once. Used by one thread.
 */
final class RequestBytes implements AutoCloseable {

    private static final int PART = 16 * 1024;

    private final RequestBody body;
    private final boolean keep;
    private byte[] memory = {};
    private @Nullable Path file;
    private long length;
    private boolean begun;

    private RequestBytes(RequestBody body, boolean keep) {
        this.body = body;
        this.keep = keep;
        this.length = body.length();
    }

    /**
     * Prepares a body.
     *
     * @param keep read all of it now
     * @param memoryBytes how much may stay in memory
     * @throws RequestBody.Broken if the client does not send all of it
     * @throws IOException if there is no room for it
     */
    static RequestBytes of(RequestBody body, boolean keep, int memoryBytes) throws IOException {
        RequestBytes bytes = new RequestBytes(body, keep && body.isFramed());
        if (bytes.keep) {
            try {
                bytes.read(memoryBytes);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        }
        return bytes;
    }

    private void read(int memoryBytes) throws IOException {
        try {
            memory = body.bytes(memoryBytes);
            length = memory.length;
        } catch (RequestBody.TooLarge e) {
            Path spool = Files.createTempFile("sluice-body", ".tmp");
            file = spool;
            length = 0;
            try (OutputStream out = Files.newOutputStream(spool)) {
                byte[] part = new byte[PART];
                int count;
                while ((count = body.read(part, 0, part.length)) >= 0) {
                    out.write(part, 0, count);
                    length += count;
                }
            }
        }
    }

    /** -1 if only the end will tell, so that chunks are needed. */
    long length() {
        return length;
    }

    boolean isFramed() {
        return body.isFramed();
    }

    /** Whether {@link #writeTo} can be called again. */
    boolean canRepeat() {
        return keep || !begun || length == 0;
    }

    /**
     * Writes all of it.
     *
     * @throws EarlyAnswer if the upstream has begun to answer before all was sent
     * @throws ClientBroken if the client does not send all of it
     */
    void writeTo(OutputStream out, Wire wire) throws IOException {
        begun = true;
        byte[] part = new byte[PART];
        if (!keep) {
            write(out, wire, part, this::next, true);
        } else if (file == null) {
            for (int at = 0; at < memory.length; at += PART) {
                check(wire);
                out.write(memory, at, Math.min(PART, memory.length - at));
            }
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                write(out, wire, part, in::read, false);
            }
        }
    }

    private interface Source {
        int read(byte[] part) throws IOException;
    }

    private static void write(OutputStream out, Wire wire, byte[] part, Source source, boolean flush)
            throws IOException {
        int count;
        while ((count = source.read(part)) >= 0) {
            check(wire);
            out.write(part, 0, count);
            if (flush) {
                out.flush();
            }
        }
    }

    private static void check(Wire wire) throws IOException {
        if (wire.hasInput()) {
            throw new EarlyAnswer();
        }
    }

    private int next(byte[] part) throws ClientBroken {
        try {
            return body.read(part, 0, part.length);
        } catch (RequestBody.Broken e) {
            throw new ClientBroken(e);
        }
    }

    /** The upstream answers before it has the whole request: what is left need not be sent. */
    static final class EarlyAnswer extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The client broke off, and not the upstream. */
    static final class ClientBroken extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient RequestBody.Broken broken;

        ClientBroken(RequestBody.Broken broken) {
            super(broken);
            this.broken = broken;
        }

        RequestBody.Broken broken() {
            return broken;
        }
    }

    @Override
    public void close() {
        memory = new byte[0];
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
