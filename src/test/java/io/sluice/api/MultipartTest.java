package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static final String A = "Content-Disposition: form-data; name=a\r\n\r\n";

    @Test
    void whatLiesAroundThePartsIsNotPartOfThem() {
        assertThat(parts("pre --XX\r\n--XX \t\r\n" + A + "1\r\n--XX--\r\nepilogue\r\n--XX\r\n" + A + "2"))
                .containsExactly("a=1");
    }

    @Test
    void contentIsKeptByteForByte() {
        String content = "\r\n\n--X\r\n--XXY\r\n --XX\r\n\u0000\u00ff--XX";
        assertThat(parts("--XX\r\n" + A + content + "\r\n--XX--")).containsExactly("a=" + content);
    }

    @Test
    void anEmptyPartIsEmpty() {
        assertThat(parts("--XX\r\n" + A + "\r\n--XX\r\n" + A
                        + "--XX\r\nContent-Disposition: form-data; name=b\r\n--XX--"))
                .containsExactly("a=", "a=", "b=");
    }

    @Test
    void lineFeedsAloneEndLinesToo() {
        assertThat(parts("--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n2\n--XX--\n"))
                .containsExactly("a=1\n2");
    }

    @Test
    void aMissingClosingBoundaryEndsTheLastPart() {
        assertThat(parts("--XX\r\n" + A + "1\r\n--XX\r\n" + A + "2")).containsExactly("a=1", "a=2");
        assertThat(parts("--XX\r\n" + A + "1\r\n--XX")).containsExactly("a=1");
        assertThat(parts("--XX")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-disposition:form-data;name=n;filename=\"x; name=y\"",
                "Content-Type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename=f; NAME=\"n\"",
                "Content-Disposition: form-data;\r\n\tfilename=f;\r\n name=n\r\nX: y; name=z",
                "Content-Disposition: form-data; odd; name=n",
            })
    void theNameIsFoundHoweverTheHeaderIsWritten(String header) {
        assertThat(parts("--XX\r\n" + header + "\r\n\r\nv\r\n--XX--")).containsExactly("n=v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data",
                "Content-Disposition: form-data; filename=n",
                "X-Content-Disposition: form-data; name=n",
                "X: y;\r\n name=n",
                "\r\nContent-Disposition: form-data; name=n",
            })
    void partsWithoutANameAreLeftOut(String header) {
        assertThat(parts("--XX\r\n" + header + "\r\n\r\nv\r\n--XX--")).isEmpty();
    }

    @Test
    void aBoundaryMustOccurInABodyThatIsNotEmpty() {
        assertThat(parts("")).isEmpty();
        assertThatThrownBy(() -> parts("--XY\r\n" + A + "1\r\n--XY--")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parts(" --XX\r\n" + A + "1\r\n--XX2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyPartsAreManyParts() {
        assertThat(parts(("--XX\r\n" + A + "1\r\n").repeat(20_000) + "--XX--")).hasSize(20_000);
    }

    private static List<String> parts(String body) {
        return Multipart.parse(body.getBytes(StandardCharsets.ISO_8859_1), "XX").stream()
                .map(p -> p.name() + "=" + new String(p.content(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
