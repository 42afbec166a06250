package io.sluice.plugins.requesttransformer;

import io.sluice.api.Multipart;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The parts of a multipart body. Of a repeated name only the first part changes; what is set comes at the end. */
final class MultipartFields implements Fields {

    private Multipart multipart;

    MultipartFields(Multipart multipart) {
        this.multipart = multipart;
    }

    byte[] toBytes() {
        return multipart.toBytes();
    }

    private Optional<Multipart.Part> first(String name) {
        return multipart.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst();
    }

    @Override
    public boolean has(String name) {
        return first(name).isPresent();
    }

    @Override
    public void remove(String name) {
        first(name).ifPresent(part -> multipart = multipart.without(part));
    }

    @Override
    public void rename(String from, String to) {
        byte[] content = first(from).orElseThrow().content();
        remove(from);
        remove(to);
        multipart = multipart.with(to, content);
    }

    @Override
    public void set(String name, String value) {
        remove(name);
        multipart = multipart.with(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void append(String name, String value) {
        throw new UnsupportedOperationException("Kong appends nothing to multipart bodies");
    }
}
