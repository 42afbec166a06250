package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.168.1.128/25, 192.168.1.128, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "192.168.1.7/32, 192.168.1.7, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 203.0.113.9, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "10.0.0.0/8, ::ffff:a01:101, true",
        "::ffff:10.0.0.0/104, 10.1.1.1, true",
        "::ffff:10.0.0.0/104, 11.1.1.1, false",
        "::ffff:10.0.0.7, 10.0.0.7, true",
        "10.0.0.0/8, unix:, false",
        "10.0.0.0/8, localhost, false",
        "10.0.0.0/8, '', false",
    })
    void anAddressIsInsideOrNot(String entry, String address, boolean inside) {
        assertThat(new IpRanges(List.of("127.9.9.9", entry)).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.1.",
                "1.2.3.4.5",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/x",
                "::/129",
                "1::2::3",
                "12345::",
                "[::1]",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/95",
                " 10.0.0.1",
            })
    void whatIsNoAddressIsNamed(String entry) {
        assertThatThrownBy(() -> new IpRanges(List.of("10.0.0.0/8", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(entry);
    }

    @Test
    void noEntriesHoldNothing() {
        assertThat(new IpRanges(List.of()).contains("10.0.0.1")).isFalse();
    }
}
