package io.sluice.api.produce;

import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SASL OAUTHBEARER with client credentials (RFC 7628, RFC 6749 4.4).
 *
 * @param tokenEndpoint an http or https URL
 * @param scopes asked for, separated by blanks in the request
 * @param extensions sent to the broker beside the token
 * @param verify whether the certificate of an https endpoint is checked
 */
public record OAuthBearer(
        Secret tokenEndpoint,
        Secret clientId,
        Secret clientSecret,
        List<String> scopes,
        Map<String, String> extensions,
        boolean verify)
        implements ProducerSecurity.Sasl {

    static final String MECHANISM = "OAUTHBEARER";

    /** RFC 7628 3.1; the Kafka client refuses all else, and {@code auth} is the token's own. */
    private static final Pattern EXTENSION_NAME = Pattern.compile("[A-Za-z]+");

    private static final Pattern EXTENSION_VALUE = Pattern.compile("[\\x21-\\x7e \\t\\r\\n]+");

    /**
     * From a configuration.
     *
     * @param pointer where that is, inside {@code config}
     * @throws UnsupportedConfig if the URL is none, or Kafka cannot send an extension; no value is shown
     */
    public static OAuthBearer of(KafkaProducerConfig.Oauthbearer config, String pointer) throws UnsupportedConfig {
        Map<String, String> extensions = Objects.requireNonNullElse(config.extensions(), Map.of());
        List<UnsupportedConfig.Field> bad = new ArrayList<>();
        extensions.forEach((name, value) -> {
            if (!EXTENSION_NAME.matcher(name).matches() || name.equals("auth")) {
                bad.add(new UnsupportedConfig.Field(
                        pointer + "/extensions/" + name,
                        "the name of a SASL extension has letters only, and is not 'auth'"));
            } else if (!EXTENSION_VALUE.matcher(value).matches()) {
                bad.add(new UnsupportedConfig.Field(
                        pointer + "/extensions/" + name,
                        "the value of a SASL extension has at least one character, all of them printable ASCII"));
            }
        });
        if (!isHttp(config.tokenEndpointUrl())) {
            bad.add(new UnsupportedConfig.Field(
                    pointer + "/token_endpoint_url", "expected a URL like https://idp.example.com/oauth2/token"));
        }
        UnsupportedConfig.throwIfAny(bad);
        return new OAuthBearer(
                present(config.tokenEndpointUrl()),
                present(config.clientId()),
                present(config.clientSecret()),
                Objects.requireNonNullElse(config.scopes(), List.of()),
                Map.copyOf(extensions),
                config.tokenEndpointTlsVerify());
    }

    private static Secret present(@Nullable Secret secret) {
        return Objects.requireNonNull(secret, "the schema lets no oauthbearer pass without it");
    }

    private static boolean isHttp(@Nullable Secret url) {
        try {
            URI uri = new URI(url == null ? "" : url.reveal());
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    @Override
    public String mechanism() {
        return MECHANISM;
    }
}
