package io.sluice.plugins.basicauth;

import io.sluice.api.Authentication;
import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.entity.Credential;
import java.util.Optional;

/** Finds the consumer of a request by the user name and the password in it (RFC 7617). */
final class BasicAuth implements Plugin {

    private final BasicAuthConfig config;
    private final PluginEnv env;
    private final Authentication authentication;
    private final String challenge;

    BasicAuth(BasicAuthConfig config, PluginEnv env) {
        this.config = config;
        this.env = env;
        this.authentication = new Authentication(config.anonymous(), env.credentials());
        this.challenge = Authentication.challenge("Basic", config.realm());
    }

    @Override
    public void access(Exchange exchange) {
        if (authentication.isSettled(exchange)) {
            return;
        }
        authenticated(exchange)
                .ifPresentOrElse(
                        one -> authentication.succeed(exchange, one, one.key().reveal()),
                        () -> authentication.fail(exchange, "Unauthorized", challenge));
    }

    /** A known user of Proxy-Authorization counts alone, even with a wrong password; else it is Authorization's turn. */
    private Optional<Credential> authenticated(Exchange exchange) {
        Optional<Login> login = take(exchange, "Proxy-Authorization");
        Optional<Credential> known = login.flatMap(this::find);
        if (known.isEmpty()) {
            login = take(exchange, "Authorization");
            known = login.flatMap(this::find);
        }
        return login.isPresent() && known.isPresent() && login.get().fits(known.get()) ? known : Optional.empty();
    }

    /** What the header says; a header that was looked at is hidden, whatever it says. */
    private Optional<Login> take(Exchange exchange, String header) {
        Optional<String> value = exchange.request().headers().first(header);
        if (value.isPresent() && config.hideCredentials()) {
            exchange.change().headers().remove(header);
        }
        return value.flatMap(Login::parse);
    }

    private Optional<Credential> find(Login login) {
        return ByteText.decode(login.username())
                .flatMap(name -> env.credentials().find("basicauth_credentials", name))
                .filter(credential -> !credential.isExpired(env.clock().instant()));
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        access(exchange);
        return Optional.of(Authentication.preview(exchange));
    }
}
