package io.sluice.plugins.requestsizelimiting;

import io.sluice.api.RequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A body that lies in a temporary file, which goes with {@link #close}. */
final class SpooledBody implements RequestBody, AutoCloseable {

    private static final int PART = 64 * 1024;

    private final FileChannel file;
    private long length;
    private long passed;

    SpooledBody() throws IOException {
        Path path = Files.createTempFile("sluice-body", null);
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Takes in all of {@code body}; false as soon as it is longer than {@code limit}. */
    boolean fill(RequestBody body, long limit) throws IOException {
        byte[] part = new byte[PART];
        int count;
        while ((count = body.read(part, 0, part.length)) >= 0) {
            length += count;
            if (length > limit) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.wrap(part, 0, count);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        return true;
    }

    @Override
    public byte[] bytes(long limit) throws TooLarge, Broken {
        if (length > Math.min(limit, Integer.MAX_VALUE - 8)) {
            throw new TooLarge(limit);
        }
        ByteBuffer all = ByteBuffer.allocate((int) length);
        while (all.hasRemaining()) {
            readAt(all, all.position());
        }
        return all.array();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isFramed() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws Broken {
        if (passed == length) {
            return -1;
        }
        int some = readAt(ByteBuffer.wrap(target, offset, count), passed);
        passed += some;
        return some;
    }

    private int readAt(ByteBuffer target, long position) throws Broken {
        try {
            int count = file.read(target, position);
            if (count < 0) {
                throw new Broken("the temporary file of the body is shorter than the body");
            }
            return count;
        } catch (Broken e) {
            throw e;
        } catch (IOException e) {
            throw new Broken("the temporary file of the body cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
