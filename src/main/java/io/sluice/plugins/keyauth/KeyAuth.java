package io.sluice.plugins.keyauth;

import io.sluice.api.Authentication;
import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.RequestBody;
import io.sluice.api.entity.Credential;
import java.util.Optional;

/** Finds the consumer of a request by the key in it. */
final class KeyAuth implements Plugin {

    private final KeyAuthConfig config;
    private final PluginEnv env;
    private final Authentication authentication;
    private final String challenge;

    KeyAuth(KeyAuthConfig config, PluginEnv env) {
        this.config = config;
        this.env = env;
        this.authentication = new Authentication(config.anonymous(), env.credentials());
        this.challenge = Authentication.challenge("Key", config.realm());
    }

    @Override
    public void access(Exchange exchange) throws RequestBody.Broken {
        if (!config.runOnPreflight() && exchange.request().method().equals("OPTIONS")) {
            Authentication.clearHeaders(exchange);
        } else if (!authentication.isSettled(exchange)) {
            authenticate(exchange);
        }
    }

    private void authenticate(Exchange exchange) throws RequestBody.Broken {
        Found found = new KeySearch(config, env.limits(), exchange).run();
        if (found.is(Found.Kind.LIST)) {
            authentication.fail(exchange, "Duplicate API key found", challenge);
        } else if (found.key().isEmpty()) {
            authentication.fail(exchange, "No API key found in request", challenge);
        } else {
            Optional<Credential> credential = ByteText.decode(found.key())
                    .flatMap(text -> env.credentials().find("keyauth_credentials", text))
                    .filter(one -> !one.isExpired(env.clock().instant()));
            credential.ifPresentOrElse(
                    one -> authentication.succeed(exchange, one, one.id().toString()),
                    () -> authentication.fail(exchange, "Unauthorized", challenge));
        }
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) throws RequestBody.Broken {
        access(exchange);
        return Optional.of(Authentication.preview(exchange));
    }
}
