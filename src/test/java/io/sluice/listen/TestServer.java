package io.sluice.listen;

import io.sluice.api.Handler;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Starts servers with one plain listener on a free port. */
final class TestServer {

    private TestServer() {}

    static HttpServer start(Handler handler) throws IOException {
        return start(handler, ClientLimits.DEFAULT);
    }

    static HttpServer start(Handler handler, ClientLimits limits) throws IOException {
        HttpServer.Binding binding = new HttpServer.Binding("test", Listener.of("127.0.0.1", 0), handler);
        return HttpServer.start(List.of(binding), limits, ClientAddressSettings.DEFAULT, Duration.ofSeconds(5));
    }
}
