package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.IpRanges;
import io.sluice.settings.ClientAddressSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final IpRanges TRUSTED = new IpRanges(List.of("10.0.0.0/8", "2.2.2.0/24", "fd00::/8"));

    /** Addresses that arrive in several header lines are separated by a bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "X-Forwarded-For; false; 1.1.1.1, 2.2.2.2; 2.2.2.2:0",
                "X-Forwarded-For; true; 1.1.1.1, 2.2.2.2; 1.1.1.1:0",
                "X-Forwarded-For; true; 9.9.9.9, 1.1.1.1, 2.2.2.2; 1.1.1.1:0",
                "X-Forwarded-For; true; 9.9.9.9, 1.1.1.1| 2.2.2.2; 1.1.1.1:0",
                "X-Forwarded-For; true; 10.1.1.1, 2.2.2.2; 10.1.1.1:0",
                "X-Forwarded-For; true; nonsense, 2.2.2.2; 2.2.2.2:0",
                "X-Forwarded-For; false; 1.1.1.1, nonsense; 10.0.0.1:5000",
                "X-Forwarded-For; false; 1.1.1.1,; 1.1.1.1:0",
                "X-Forwarded-For; false; 1.1.1.1:77; 1.1.1.1:77",
                "X-Forwarded-For; false; [2001:db8::1]:77; 2001:db8::1:77",
                "X-Forwarded-For; false; 2001:db8::1; 2001:db8::1:0",
                "X-Forwarded-For; true; 3.3.3.3, fd00::1, 2.2.2.2; 3.3.3.3:0",
                "X-Forwarded-For; false; 1.1.1.1:99999; 10.0.0.1:5000",
                "X-Forwarded-For; false; unknown; 10.0.0.1:5000",
                "X-Forwarded-For; false; ''; 10.0.0.1:5000",
                "X-Real-IP; false; 1.1.1.1; 1.1.1.1:0",
                "x-real-ip; false; 1.1.1.1| 3.3.3.3; 1.1.1.1:0",
                "X-Custom; false; 1.1.1.1 3.3.3.3; 3.3.3.3:0",
            })
    void aTrustedPeerNamesTheClient(String header, boolean recursive, String values, String client) {
        Headers headers = new Headers();
        for (String value : values.split("\\|", -1)) {
            headers.add(header, value.strip());
        }
        ClientAddressSettings settings = new ClientAddressSettings(TRUSTED, header, recursive, Map.of());

        ClientAddress found = ClientAddress.of(connection(true), null, headers, settings);

        assertThat(found.address() + ":" + found.port()).isEqualTo(client);
    }

    @Test
    void nobodyElseIsBelieved() {
        ClientAddressSettings settings = new ClientAddressSettings(TRUSTED, "X-Forwarded-For", true, Map.of());

        assertThat(ClientAddress.of(connection(false), null, Headers.of("X-Forwarded-For", "1.1.1.1"), settings))
                .isEqualTo(new ClientAddress("10.0.0.1", 5000));
    }

    @Test
    void theProxyHeaderCountsOnlyWhereItIsChosen() {
        ClientAddress proxied = new ClientAddress("7.7.7.7", 7);
        Headers headers = Headers.of("X-Real-IP", "1.1.1.1");

        assertThat(named("proxy_protocol", proxied, headers, true)).isEqualTo(proxied);
        assertThat(named("proxy_protocol", null, headers, true)).isEqualTo(new ClientAddress("10.0.0.1", 5000));
        assertThat(named("proxy_protocol", proxied, headers, false)).isEqualTo(new ClientAddress("10.0.0.1", 5000));
        assertThat(named("X-Real-IP", proxied, headers, true)).isEqualTo(new ClientAddress("1.1.1.1", 0));
    }

    private static ClientAddress named(
            String header, @Nullable ClientAddress proxied, Headers headers, boolean trusted) {
        ClientAddressSettings settings = new ClientAddressSettings(TRUSTED, header, false, Map.of());
        return ClientAddress.of(connection(trusted), proxied, headers, settings);
    }

    private static ConnectionInfo connection(boolean trusted) {
        return new ConnectionInfo(1, "10.0.0.1", 5000, trusted, "10.0.0.2", 8000, 8000, null);
    }
}
