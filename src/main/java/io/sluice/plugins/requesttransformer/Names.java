package io.sluice.plugins.requesttransformer;

import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.plugins.requesttransformer.Value.Bool;
import io.sluice.plugins.requesttransformer.Value.Num;
import io.sluice.plugins.requesttransformer.Value.Table;
import io.sluice.plugins.requesttransformer.Value.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables that templates read: the request as it reached this plugin, whatever has been changed since. */
final class Names {

    /** What a template may name. */
    enum Name {
        HEADERS,
        QUERY_PARAMS,
        URI_CAPTURES,
        /** What other plugins publish in Kong's {@code kong.ctx.shared}; none that is hosted does. */
        SHARED;

        static Optional<Name> of(String word) {
            for (Name name : values()) {
                if (name.toString().equals(word)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Headers headers;
    private final @Nullable String query;
    private final Map<String, String> captures;
    private final int arguments;
    private final Map<Name, Table> tables = new EnumMap<>(Name.class);

    /** {@code arguments} is how many of the query are read. */
    Names(Exchange exchange, int arguments) {
        Request request = exchange.request();
        this.headers = request.headers().copy();
        this.query = request.rawQuery();
        this.captures = exchange.captures();
        this.arguments = arguments;
    }

    Table get(Name name) {
        return tables.computeIfAbsent(name, this::table);
    }

    private Table table(Name name) {
        return switch (name) {
            case HEADERS -> headers();
            case QUERY_PARAMS -> arguments();
            case URI_CAPTURES -> captures();
            case SHARED -> new Table(Map.of());
        };
    }

    /** By lower-case name; asked for in any case, and with {@code _} for {@code -}. */
    private Table headers() {
        Map<String, List<Value>> byName = new LinkedHashMap<>();
        headers.forEach((name, value) -> add(byName, name.toLowerCase(Locale.ROOT), new Text(value)));
        return new Table(fields(byName), name -> name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private Table arguments() {
        Map<String, List<Value>> byName = new LinkedHashMap<>();
        for (QueryArgs.Arg arg : QueryArgs.parse(query, arguments).all()) {
            add(byName, arg.name(), arg.value() == null ? new Bool(true) : new Text(arg.value()));
        }
        return new Table(fields(byName));
    }

    private static void add(Map<String, List<Value>> byName, String name, Value value) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
    }

    /** A name that comes once has its value, one that is repeated a list. */
    private static Map<Value, Value> fields(Map<String, List<Value>> byName) {
        Map<Value, Value> fields = new HashMap<>();
        byName.forEach(
                (name, values) -> fields.put(new Text(name), values.size() == 1 ? values.getFirst() : list(values)));
        return fields;
    }

    private static Table list(List<Value> values) {
        Map<Value, Value> fields = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            fields.put(new Num(i + 1), values.get(i));
        }
        return new Table(fields);
    }

    /** By number and by name. */
    private Table captures() {
        Map<Value, Value> fields = new HashMap<>();
        captures.forEach((key, value) -> {
            boolean numbered = key.chars().allMatch(Character::isDigit);
            fields.put(numbered ? new Num(Integer.parseInt(key)) : new Text(ByteText.of(key)), new Text(value));
        });
        return new Table(fields);
    }
}
