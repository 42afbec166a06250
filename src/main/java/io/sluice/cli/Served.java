package io.sluice.cli;

import io.sluice.api.Secret;
import io.sluice.config.DeclarationLoader;
import io.sluice.settings.FileSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway serves: a file, or the text of the setting {@code declarative_config_string}, which may hold secrets.
 *
 * @param file null for the text
 * @param text null for a file
 */
record Served(@Nullable Path file, @Nullable Secret text) {

    /** What the text is called in messages: where a file would be named. */
    static final String TEXT = "declarative_config_string";

    /** What a command says that has nothing to read. */
    static final String MISSING =
            "no declarative file: name one, or set KONG_DECLARATIVE_CONFIG or" + " KONG_DECLARATIVE_CONFIG_STRING";

    static Optional<Served> of(FileSettings settings) {
        return of(null, settings.declarativeConfig(), settings.declarativeConfigString());
    }

    /** The file that was asked for, else the one of the settings, else their text, as in Kong; empty without any. */
    static Optional<Served> of(@Nullable Path asked, @Nullable String setting, @Nullable Secret text) {
        if (asked != null || setting != null) {
            return Optional.of(new Served(asked != null ? asked : Path.of(setting), null));
        }
        return text == null ? Optional.empty() : Optional.of(new Served(null, text));
    }

    String name() {
        return file != null ? file.toString() : TEXT;
    }

    /** Loads it; its text is kept in {@code sources}, for the comments in it. */
    DeclarationLoader.Loaded load(DeclarationLoader loader, Sources sources) {
        if (text == null) {
            return loader.load(file != null ? file : Path.of("-"));
        }
        sources.put(TEXT, text.reveal());
        return loader.load(TEXT, text.reveal());
    }
}
