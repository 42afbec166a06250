package io.sluice.plugins.keyauth;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.QueryArgs;
import io.sluice.api.RequestBody;
import io.sluice.plugins.keyauth.Found.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search for the key of one request: name by name, for each in header, query and body. Takes the key out if it shall be hidden:
 * as soon as a text was found, right or wrong, from every place that holds its name.
 */
final class KeySearch {

    private final KeyAuthConfig config;
    private final HostLimits limits;
    private final Exchange exchange;
    private @Nullable QueryArgs query;
    private Optional<Fields> body = Optional.empty();
    private boolean bodyRead;

    KeySearch(KeyAuthConfig config, HostLimits limits, Exchange exchange) {
        this.config = config;
        this.limits = limits;
        this.exchange = exchange;
    }

    /** A text or a list; {@link Found#NOTHING} if there is neither. */
    Found run() throws RequestBody.Broken {
        for (String name : config.keyNames()) {
            Found found = find(name);
            if (found.is(Kind.TEXT) && config.hideCredentials()) {
                hide(name);
            }
            if (found.is(Kind.TEXT) || found.is(Kind.LIST)) {
                return found;
            }
        }
        return Found.NOTHING;
    }

    private Found find(String name) throws RequestBody.Broken {
        Found found = config.keyInHeader() ? Found.of(header(name)) : Found.NOTHING;
        if (found.is(Kind.NOTHING) && config.keyInQuery()) {
            found = Found.of(
                    query().all(name).stream().map(QueryArgs.Arg::value).toList());
        }
        if (found.is(Kind.NOTHING) && config.keyInBody()) {
            found = body().map(fields -> fields.find(name)).orElse(Found.NOTHING);
        }
        return found;
    }

    /** A name with {@code _} finds {@code -} too (PDK, {@code kong.request.get_header}). */
    private List<String> header(String name) {
        Headers headers = exchange.request().headers();
        List<String> values = headers.all(name);
        return values.isEmpty() ? headers.all(name.replace('_', '-')) : values;
    }

    private QueryArgs query() {
        if (query == null) {
            query = QueryArgs.parse(exchange.request().rawQuery(), limits.uriArgs());
        }
        return query;
    }

    /** Empty if it cannot be read: then it holds no key and stays as it is. */
    private Optional<Fields> body() throws RequestBody.Broken {
        if (!bodyRead) {
            bodyRead = true;
            body = Fields.of(exchange.request(), limits);
        }
        return body;
    }

    private void hide(String name) throws RequestBody.Broken {
        exchange.change().headers().remove(name).remove(name.replace('_', '-'));
        String raw = exchange.request().rawQuery();
        if (raw != null && !raw.isEmpty()) {
            String rest = QueryArgs.without(raw, name);
            exchange.change().query(rest.isEmpty() ? null : rest);
        }
        if (config.keyInBody()) {
            body().ifPresent(fields -> exchange.change().body(fields.without(name)));
        }
    }
}
