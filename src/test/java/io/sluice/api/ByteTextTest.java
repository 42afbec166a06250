package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {

    @Test
    void textIsItsUtf8Bytes() {
        assertThat(ByteText.of("k-1")).isEqualTo("k-1");
        assertThat(ByteText.of("th\u00e8me \ud83d\ude00")).isEqualTo("th\u00c3\u00a8me \u00f0\u009f\u0098\u0080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k-1", "\u0000\u007f", "th\u00e8me", "\ufffd", "\ud83d\ude00"})
    void decodingGivesTheTextBack(String text) {
        assertThat(ByteText.decode(ByteText.of(text))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "a\u00c3", "\u00c0\u0080", "\u00ed\u00a0\u0080"})
    void bytesThatAreNotUtf8AreNoText(String bytes) {
        assertThat(ByteText.decode(bytes)).isEmpty();
    }
}
