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

    private static final String FILE = "--XX\r\nContent-Disposition: form-data; name=f; filename=\"a.bin\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n\u0000\r\n--X\u00ff\r\n";

    private static final String FIELD = "--XX \r\n" + A + "1\r\n";

    @Test
    void whatIsNotChangedIsWrittenAsItWas() {
        for (String body : List.of(FIELD + FILE + "--XX--", "pre\n" + FILE + FIELD + "--XX-- \r\nepilogue", "--XX--")) {
            assertThat(text(read(body))).isEqualTo(body);
        }
    }

    @Test
    void aPartIsCutOutAndTheOthersStayByteForByte() {
        Multipart body = read("pre\r\n" + FIELD + FILE + FIELD + "--XX--\r\nepilogue");
        List<Multipart.Part> parts = body.parts();

        assertThat(text(body.without(parts.get(0)))).isEqualTo("pre\r\n" + FILE + FIELD + "--XX--\r\nepilogue");
        assertThat(text(body.without(parts.get(1)))).isEqualTo("pre\r\n" + FIELD + FIELD + "--XX--\r\nepilogue");
        assertThat(text(body.without(parts.get(2)).without(parts.get(0))))
                .isEqualTo("pre\r\n" + FILE + "--XX--\r\nepilogue");
    }

    @Test
    void aPartIsAddedAtTheEnd() {
        Multipart body = read(FILE + "--XX--\r\nepilogue").with("n", bytes("v\r\n"));

        assertThat(text(body))
                .isEqualTo(
                        FILE + "--XX\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n\r\n--XX--\r\nepilogue");
        assertThat(text(body.without(body.parts().getLast()))).isEqualTo(FILE + "--XX--\r\nepilogue");
        assertThat(parts(text(body.with("n", bytes(""))))).containsExactly("f=\u0000\r\n--X\u00ff", "n=v\r\n", "n=");
    }

    @Test
    void anEmptyBodyTakesItsFirstPart() {
        assertThat(text(read("").with("n", bytes("v"))))
                .isEqualTo("--XX\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--XX--\r\n");
    }

    @Test
    void aMissingClosingBoundaryIsWritten() {
        String unended = FIELD + "--XX\r\nContent-Disposition: form-data; name=b\r\n\r\n2";
        Multipart body = read(unended);

        assertThat(text(body)).isEqualTo(unended + "\r\n--XX--\r\n");
        assertThat(text(body.without(body.parts().getLast()))).isEqualTo(FIELD + "--XX--\r\n");
        assertThat(parts(text(read(unended + "\r\n").with("c", bytes("3"))))).containsExactly("a=1", "b=2\r\n", "c=3");
        assertThat(parts(text(read(FIELD + "--XX").with("c", bytes("3"))))).containsExactly("a=1", "c=3");
    }

    @Test
    void aNameCannotBreakOutOfItsHeader() {
        String body = text(read("").with("a\"; name=b\r\nX: y", bytes("1")));

        assertThat(parts(body)).containsExactly("a%22; name=b%0D%0AX: y=1");
    }

    @Test
    void theBoundaryCannotBeSmuggledInWithContent() {
        Multipart body = read(FIELD + "--XX--");

        assertThat(parts(text(body.with("b", bytes("x--XX\r\n--XXY"))))).containsExactly("a=1", "b=x--XX\r\n--XXY");
        assertThatThrownBy(() -> body.with("b", bytes("x\r\n--XX\r\n"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> body.with("b", bytes("--XX--"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Multipart read(String body) {
        return Multipart.of(bytes(body), "XX");
    }

    private static String text(Multipart body) {
        return new String(body.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> parts(String body) {
        return Multipart.parse(body.getBytes(StandardCharsets.ISO_8859_1), "XX").stream()
                .map(p -> p.name() + "=" + new String(p.content(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
