package io.sluice.wire;

import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import java.io.IOException;

/**
 * The body of one request in HTTP/1, read straight from the connection: by its exact length, or chunk by chunk (RFC 9112 7.1: extensions
 * and trailers are read over, anything malformed breaks the request).
 */
final class Http1Body extends KeptBody {

    private static final int CHUNK_LINE = 4096;
    private static final int MOST_TRAILERS = 100;

    private final ConnectionInput in;
    private final ClientLimits limits;
    private final Runnable sendContinue;
    private final boolean chunked;
    private final boolean waits;
    /** Bytes of the whole body, or of the current chunk, that are still to come. */
    private long remaining;

    private long taken;
    private boolean ended;
    private boolean started;

    Http1Body(RequestHead head, ConnectionInput in, ClientLimits limits, Runnable sendContinue, Memory memory) {
        super(head, memory);
        this.in = in;
        this.limits = limits;
        this.sendContinue = sendContinue;
        this.chunked = head.isChunked();
        this.waits = head.expectsContinue();
        this.remaining = chunked ? 0 : head.bodyLength();
        this.ended = !chunked && remaining == 0;
    }

    @Override
    int next(byte[] target, int offset, int length) throws Broken {
        start();
        if (ended) {
            return -1;
        }
        boolean done = false;
        try {
            int count = chunked && remaining == 0 && !nextChunk()
                    ? -1
                    : some(target, offset, (int) Math.min(length, remaining));
            done = true;
            return count;
        } finally {
            broken |= !done;
        }
    }

    private void start() {
        if (!started && waits && !ended) {
            sendContinue.run();
        }
        started = true;
    }

    private int some(byte[] target, int offset, int length) throws Broken {
        int count = in.read(target, offset, length, limits.patience().bodyGap());
        if (count < 0) {
            throw in.isLate() ? new Broken("the body did not come in time", 408) : new Broken("the body ended early");
        }
        taken += count;
        if (isTooLarge()) {
            throw new Broken("the body is larger than the listener allows", 413);
        }
        remaining -= count;
        ended = !chunked && remaining == 0;
        return count;
    }

    /** Goes to the next chunk, over the end of the one before; false at the last one, whose trailers are read over. */
    private boolean nextChunk() throws Broken {
        try {
            if (taken > 0) {
                expectEmptyLine();
            }
            String line = line();
            remaining = chunkSize(line);
            if (remaining > 0) {
                return true;
            }
            for (int i = 0; !line().isEmpty(); i++) {
                if (i == MOST_TRAILERS) {
                    throw new Broken("too many trailers");
                }
            }
            ended = true;
            return false;
        } catch (Broken e) {
            throw e;
        } catch (IOException | ConnectionInput.LineTooLong e) {
            throw new Broken("malformed chunk", e);
        }
    }

    private void expectEmptyLine() throws IOException, ConnectionInput.LineTooLong {
        if (!line().isEmpty()) {
            throw new Broken("a chunk is longer than it says");
        }
    }

    private String line() throws IOException, ConnectionInput.LineTooLong {
        return in.line(
                CHUNK_LINE, System.nanoTime() + limits.patience().bodyGap().toNanos(), false);
    }

    private static long chunkSize(String line) throws Broken {
        int end = 0;
        long size = 0;
        while (end < line.length()) {
            int digit = Character.digit(line.charAt(end), 16);
            if (digit < 0 || line.charAt(end) > 'f') {
                break;
            }
            size = size << 4 | digit;
            end++;
        }
        String rest = line.substring(end);
        boolean extension = rest.stripLeading().startsWith(";");
        boolean control = rest.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
        if (end == 0 || end > 15 || !(rest.isEmpty() || extension) || control) {
            throw new Broken("malformed chunk size");
        }
        return size;
    }

    @Override
    boolean isEnded() {
        return ended;
    }

    /** Whether {@link #skip} will get to the end of the body; of a chunked one nobody knows, and what was said cannot be unsaid. */
    boolean isSkippable(long most) {
        boolean withheld = waits && !started;
        return ended || (!broken && !withheld && !chunked && remaining <= most);
    }

    /** Reads over what nobody asked for, up to {@code most} bytes; false if there is more, or a client waits to be asked. */
    boolean skip(long most) {
        byte[] waste = new byte[8192];
        try {
            if (!isSkippable(most)) {
                return false;
            }
            long skipped = 0;
            while (!ended && skipped <= most) {
                skipped += Math.max(0, next(waste, 0, waste.length));
            }
            return ended;
        } catch (Broken _) {
            return false;
        }
    }

    /** Whether more came than the listener allows; only a body of unknown length can get that far. */
    private boolean isTooLarge() {
        return limits.body() > 0 && taken > limits.body();
    }

    @Override
    long taken() {
        return taken;
    }
}
