package io.sluice.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Wraps private keys of the older formats into PKCS#8 (RFC 5208), the only one that the JDK reads. */
final class Pkcs8 {

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION = {INTEGER, 1, 0};
    /** 1.2.840.113549.1.1.1 and its parameter NULL (RFC 8017 A.1). */
    private static final byte[] RSA = {
        0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0
    };
    /** 1.2.840.10045.2.1 (RFC 5480 2.1.1). */
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Pkcs8() {}

    /** From an RSAPrivateKey (RFC 8017 A.1.2). */
    static byte[] ofPkcs1(byte[] key) {
        return der(SEQUENCE, VERSION, der(SEQUENCE, RSA), der(OCTET_STRING, key));
    }

    /** From an ECPrivateKey (RFC 5915), which names its curve. */
    static byte[] ofSec1(byte[] key) throws Pem.Unreadable {
        return der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve(key)), der(OCTET_STRING, key));
    }

    private static byte[] curve(byte[] key) throws Pem.Unreadable {
        try {
            ByteBuffer fields = value(ByteBuffer.wrap(key), SEQUENCE);
            value(fields, INTEGER);
            value(fields, OCTET_STRING);
            ByteBuffer named = value(fields, PARAMETERS);
            byte[] curve = new byte[named.remaining()];
            named.get(curve);
            return curve;
        } catch (RuntimeException _) { // whatever damage makes the reader trip over
            throw new Pem.Unreadable("the EC private key is damaged, or does not name its curve");
        }
    }

    /** Reads a value with its tag, and goes on behind it. */
    private static ByteBuffer value(ByteBuffer from, int tag) {
        if ((from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("unexpected tag");
        }
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (from.get() & 0xff);
            }
        }
        ByteBuffer value = from.slice(from.position(), length);
        from.position(from.position() + length);
        return value;
    }

    /** A value in DER: tag, length, contents. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            contents.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = contents.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        out.writeBytes(contents.toByteArray());
        return out.toByteArray();
    }
}
