package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.http.ClientAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String SECOND = "0d0a0d0a000d0a515549540a";
    private static final String SIX = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    @ParameterizedTest
    @CsvSource(
            nullValues = "nobody",
            delimiter = '|',
            value = {
                "PROXY TCP4 1.2.3.4 5.6.7.8 1111 80 | 1.2.3.4 1111",
                "PROXY TCP6 2001:db8::1 ::1 65535 80 | 2001:db8::1 65535",
                "PROXY UNKNOWN | nobody",
                "PROXY UNKNOWN ffff::1 ffff::2 1 2 | nobody",
            })
    void theFirstVersionIsALine(String header, String client) throws IOException {
        assertRead(bytes(header + "\r\n"), client);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "nobody",
            value = {
                "21 11 000c 01020304 05060708 0457 0050, 1.2.3.4 1111",
                "21 11 0010 01020304 05060708 0457 0050 04000101, 1.2.3.4 1111",
                "21 21 0024 " + SIX + " ffff 0050, 2001:db8::1 65535",
                "20 00 0000, nobody",
                "20 11 000c 01020304 05060708 0457 0050, nobody",
                "21 00 0003 010203, nobody",
                "21 12 000c 01020304 05060708 0457 0050, nobody",
            })
    void theSecondVersionIsBinary(String rest, String client) throws IOException {
        assertRead(HexFormat.of().parseHex(SECOND + rest.replace(" ", "")), client);
    }

    private static void assertRead(byte[] header, String client) throws IOException {
        byte[] behind = bytes("GET / HTTP/1.1\r\n");
        byte[] all = new byte[header.length + behind.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(behind, 0, all, header.length, behind.length);
        ByteArrayInputStream in = new ByteArrayInputStream(all);

        ClientAddress read = ProxyHeader.read(in);

        assertThat(read == null ? null : read.address() + " " + read.port()).isEqualTo(client);
        assertThat(in.readAllBytes()).as("not a byte more").isEqualTo(behind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1111\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1111 80 9\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1111 80\n",
                "PROXY TCP4 ::1 ::1 1111 80\r\n",
                "PROXY TCP6 1.2.3.4 5.6.7.8 1111 80\r\n",
                "PROXY TCP4 1.2.3 5.6.7.8 1111 80\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 65536 80\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 -1 80\r\n",
                "PROXY TCP4  1.2.3.4 5.6.7.8 1 80\r\n",
                "PROXY UDP4 1.2.3.4 5.6.7.8 1 80\r\n",
                "proxy tcp4 1.2.3.4 5.6.7.8 1 80\r\n",
                "PROXY UNKNOWN and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on\r\n",
                "PROXY TC",
                "",
                "HEX 11 11 000c 01020304 05060708 0457 0050",
                "HEX 21 11 000b 01020304 05060708 0457 00",
                "HEX 21 11 000c 01020304",
                "HEX 21 11 ffff 01020304 05060708 0457 0050",
            })
    void anythingElseIsRefused(String text) {
        byte[] bytes = text.startsWith("HEX")
                ? HexFormat.of().parseHex(SECOND + text.substring(4).replace(" ", ""))
                : bytes(text);

        assertThatThrownBy(() -> ProxyHeader.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(IOException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
