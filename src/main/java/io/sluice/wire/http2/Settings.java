package io.sluice.wire.http2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The payload of SETTINGS (RFC 9113 6.5). */
final class Settings {

    static final int TABLE_SIZE = 1;
    static final int PUSH = 2;
    static final int CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW = 4;
    static final int FRAME_SIZE = 5;
    static final int HEADER_LIST_SIZE = 6;

    private static final int SIZE = 6;

    private Settings() {}

    /** One of them; those that are not known are to be read over. */
    record Setting(int id, long value) {}

    /** Pairs of name and value. */
    static byte[] of(int... namesAndValues) {
        ByteBuffer bytes = ByteBuffer.allocate(namesAndValues.length / 2 * SIZE);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            bytes.putShort((short) namesAndValues[i]).putInt(namesAndValues[i + 1]);
        }
        return bytes.array();
    }

    static List<Setting> read(byte[] payload, int length) throws Breach {
        if (length % SIZE != 0) {
            throw Breach.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of a wrong size");
        }
        List<Setting> settings = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(payload, 0, length);
        while (bytes.hasRemaining()) {
            Setting setting = new Setting(bytes.getShort() & 0xffff, bytes.getInt() & 0xffff_ffffL);
            check(setting);
            settings.add(setting);
        }
        return settings;
    }

    private static void check(Setting setting) throws Breach {
        long value = setting.value;
        if (setting.id == INITIAL_WINDOW && value > Integer.MAX_VALUE) {
            throw Breach.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "the initial window is too large");
        }
        boolean bad = (setting.id == PUSH && value > 1)
                || (setting.id == FRAME_SIZE && (value < Frame.LARGEST || value > 0xff_ffff));
        if (bad) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a setting that cannot be");
        }
    }
}
