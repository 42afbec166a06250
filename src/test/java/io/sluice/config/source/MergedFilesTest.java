package io.sluice.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedFilesTest {

    @TempDir
    private Path folder;

    private final SourceReader reader = new SourceReader(Map.of("DECK_PORT", "80")::get);

    @BeforeEach
    void files() throws IOException {
        write("b/two.yml", """
                _format_version: "1.1"
                _info: {select_tags: [b], defaults: {service: {port: 1, retries: 2}}}
                services:
                - name: two
                  port: ${{ env "DECK_PORT" }}
                """);
        write("a.yaml", """
                _format_version: "3.0"
                _info: {select_tags: [a], defaults: {service: {port: 3}}}
                services: [{name: one}]
                """);
        write("c.json", "{\n\t\"services\": [{\"name\": \"three\"}],\n\t\"plugins\": [{\"name\": \"cors\"}]\n}");
        write("notes.txt", "no declarative file");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void listsAreAppendedMapsUnitedAndTheFirstOfOthersCounts() {
        SourceReader.Source source = reader.read(folder);

        assertThat(source.document().root())
                .hasToString("{\"_format_version\":\"3.0\","
                        + "\"_info\":{\"select_tags\":[\"a\",\"b\"],\"defaults\":{\"service\":{\"port\":3,\"retries\":2}}},"
                        + "\"services\":[{\"name\":\"one\"},{\"name\":\"two\",\"port\":80},{\"name\":\"three\"}],"
                        + "\"plugins\":[{\"name\":\"cors\"}]}");
        assertThat(source.problems()).extracting(Problem::code).containsOnly("files-differ");
    }

    @Test
    void everyValueKeepsItsPlaceInItsOwnFile() {
        Document document = reader.read(folder).document();

        assertThat(document.place("/services/0/name")).hasToString(folder + "/a.yaml:3:19");
        assertThat(document.place("/services/1/port")).hasToString(folder + "/b/two.yml:5:9");
        assertThat(document.keyPlace("/services/1/port")).hasToString(folder + "/b/two.yml:5:3");
        assertThat(document.place("/plugins/0/name")).hasToString(folder + "/c.json:3:23");
        assertThat(document.templated()).containsExactly("/services/1/port");
    }

    @Test
    void severalWorkspacesAreRefused() throws IOException {
        write("a.yaml", "_workspace: one\n");
        write("b/two.yml", "_workspace: one\n");
        assertThat(reader.read(folder).problems()).isEmpty();

        write("b/two.yml", "_workspace: two\n");
        Problem problem = reader.read(folder).problems().getFirst();

        assertThat(problem.message()).contains("sync multiple workspaces at the same time");
        assertThat(problem.place()).hasToString(folder + "/b/two.yml:1:13");
    }

    @Test
    void aProblemInOneFileNamesThatFile() throws IOException {
        write("b/two.yml", "services: [\n");

        SourceReader.Source source = reader.read(List.of(folder.resolve("a.yaml"), folder.resolve("b")));

        assertThat(source.document()).isNull();
        assertThat(source.problems().getFirst().place().file()).isEqualTo(folder + "/b/two.yml");
    }

    @Test
    void aDirectoryWithoutFilesIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        SourceReader.Source source = reader.read(empty);

        assertThat(source.readable()).isFalse();
        assertThat(source.problems().getFirst().message()).isEqualTo("there is no .yaml, .yml or .json file in it");
    }
}
