package io.sluice.cli;

import io.sluice.api.IpRanges;
import io.sluice.api.PluginEnv;
import io.sluice.api.RequestBody;
import io.sluice.config.Declaration;
import io.sluice.config.Dialect;
import io.sluice.explain.Explainer;
import io.sluice.explain.JsonReport;
import io.sluice.explain.NothingSent;
import io.sluice.explain.Question;
import io.sluice.explain.QuestionReader;
import io.sluice.explain.Report;
import io.sluice.explain.TextReport;
import io.sluice.http.Edge;
import io.sluice.kafka.ProducerPool;
import io.sluice.observe.Logging;
import io.sluice.observe.PrometheusMetrics;
import io.sluice.runtime.DryRun;
import io.sluice.runtime.HostServices;
import io.sluice.runtime.MemoryCounters;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.Snapshot;
import io.sluice.runtime.SnapshotBuilder;
import io.sluice.runtime.Unhosted;
import io.sluice.settings.Listener;
import io.sluice.settings.Settings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description =
                "Says what would become of a request, and why: the route that wins, its plugins, the record or the"
                        + " upstream. Sends nothing and connects to nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Like curl, with the options above:",
            "  sluice explain --config kong.yml http://api.example.com/orders/17",
            "  sluice explain --config kong.yml -H 'apikey: alice' -d '{\"order\": 1}' http://localhost:8000/events",
            "  sluice explain --config kong.yml -X DELETE -H 'Host: api.example.com' /orders/17",
            "",
            "Many at once, one JSON object per line on stdin; all members but path may be left out:",
            "  echo '{\"path\": \"/orders?x=1\", \"method\": \"POST\", \"host\": \"api.example.com\",",
            "         \"headers\": [[\"apikey\", \"alice\"]], \"body\": \"a=b\"}' | tr -d '\\n' |",
            "      sluice explain --config kong.yml --format json",
            "The other members: scheme, sni, port, client_ip, client_port, server_ip, trusted.",
            "",
            "Settings count as for start (-c kong.conf, KONG_*): KONG_ROUTER_FLAVOR, KONG_ROUTE_MATCH_CALCULATION,",
            "KONG_TRUSTED_IPS, KONG_PLUGINS, KONG_PROXY_LISTEN. Plugins that are not hosted are named as such.",
            "",
            "Exits with 0 if every request was explained, also with a 404; 1 if the file has problems or a line of stdin is",
            "no request (the others are explained all the same); 2 for unusable input."
        })
final class ExplainCommand implements Callable<Integer> {

    /** How explanations are printed. */
    enum Format {
        text,
        json
    }

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "The URL, or only its path. Without it, requests are read from stdin.")
    private @Nullable String url;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Mixin
    private final PluginOption plugins = new PluginOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text for people, json for tools: one object per line (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method (default: GET, or POST with a body).")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "LINE",
            description = "A header, 'Name: value'; may be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = {"-d", "--data", "--data-raw"},
            paramLabel = "TEXT",
            description =
                    "A form body; several are joined with &. @FILE with -d and --data reads a file without its line ends.")
    private List<String> data = List.of();

    @Option(names = "--data-binary", paramLabel = "TEXT", description = "A body as it is; @FILE reads a file.")
    private @Nullable String dataBinary;

    @Option(names = "--json", paramLabel = "TEXT", description = "A JSON body; @FILE reads a file.")
    private @Nullable String json;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER:PASSWORD",
            description = "Basic authentication.")
    private @Nullable String user;

    @Option(
            names = "--sni",
            paramLabel = "NAME",
            description = "The server name of the TLS handshake (default: the URL's).")
    private @Nullable String sni;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The listening port (default: that of the first listener of the scheme).")
    private @Nullable Integer port;

    @Option(names = "--client-ip", paramLabel = "IP", description = "Who connects (default: ${DEFAULT-VALUE}).")
    private String clientIp = "127.0.0.1";

    @Option(names = "--client-port", paramLabel = "PORT", description = "From which port.")
    private int clientPort = 50_000;

    @Option(names = "--server-ip", paramLabel = "IP", description = "To which address (default: ${DEFAULT-VALUE}).")
    private String serverIp = "127.0.0.1";

    @Option(names = "--trusted", description = "Take the client for one of trusted_ips.")
    private boolean trusted;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Question question = url == null ? null : question(url);
        Logging.configure("error", ProducerPool.QUIET_LOGGERS);
        Input input = Input.read(
                files.conf(),
                files.config(),
                Dialect.ANY,
                plugins.names(),
                spec.commandLine().getErr(),
                "not explained");
        try (PluginCatalog _ = input.catalog()) {
            return explain(input, question);
        }
    }

    private int explain(Input input, @Nullable Question question) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Declaration declaration = input.declaration();
        SnapshotBuilder.Built built = new SnapshotBuilder(
                        input.catalog(), nothingSent(input.settings()), Wiring.flavor(input.settings()), Unhosted.SHOWN)
                .build(declaration);
        ProblemReport.text(built.problems(), err);
        Snapshot snapshot = built.snapshot()
                .orElseThrow(() -> new Sluice.Failure(
                        Sluice.FAILED, "not explained: the file has " + ProblemReport.counts(built.problems())));
        try (snapshot;
                DryRun run = new DryRun(snapshot, input.settings().limits().phaseTime())) {
            Explainer explainer = new Explainer(
                    run, new Edge(input.settings().clientAddress()), ports(input.settings()), declaration.routes());
            PrintWriter out = new PrintWriter(
                    new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)), false);
            Report report = format == Format.json ? new JsonReport(declaration, out) : new TextReport(declaration, out);
            int code = question == null ? explainLines(explainer, report) : explainOne(explainer, report, question);
            out.flush();
            return code;
        }
    }

    private static int explainOne(Explainer explainer, Report report, Question question) throws RequestBody.Broken {
        report.print(explainer.explain(question));
        return Sluice.OK;
    }

    /** Every line is answered, in order; one that is no request is named and passed over. */
    private int explainLines(Explainer explainer, Report report) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int code = Sluice.OK;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                report.print(explainer.explain(QuestionReader.read(line)));
            } catch (QuestionReader.Unreadable e) {
                code = Sluice.FAILED;
                err.println("sluice: stdin, line " + number + ": " + e.getMessage());
                report.unreadable(number, String.valueOf(e.getMessage()));
            }
        }
        return code;
    }

    private static HostServices nothingSent(Settings settings) {
        NothingSent nothing = new NothingSent();
        return new HostServices(
                nothing,
                nothing,
                new PrometheusMetrics(),
                new MemoryCounters(Clock.systemUTC()),
                Clock.systemUTC(),
                settings.limits(),
                new PluginEnv.Node(
                        UUID.randomUUID(), "localhost", ProcessHandle.current().pid()));
    }

    private static Explainer.Ports ports(Settings settings) {
        return new Explainer.Ports(port(settings, false, 8000), port(settings, true, 8443));
    }

    private static int port(Settings settings, boolean ssl, int otherwise) {
        return settings.proxyListen().stream()
                .filter(listener -> listener.ssl() == ssl)
                .map(Listener::port)
                .findFirst()
                .orElse(otherwise);
    }

    /** What the command line asks about. */
    private Question question(String where) throws IOException {
        Question.Builder question = new Question.Builder()
                .clientIp(address("--client-ip", clientIp))
                .clientPort(clientPort)
                .serverIp(address("--server-ip", serverIp))
                .port(port)
                .trusted(trusted ? true : null);
        Sluice.checkPort(spec, "--client-port", clientPort);
        if (port != null) {
            Sluice.checkPort(spec, "--port", port);
        }
        boolean hostNamed = headers.stream().anyMatch(line -> line.regionMatches(true, 0, "host:", 0, 5));
        location(where, question, hostNamed);
        for (String line : headers) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw misused("-H", line, "Name: value");
            }
            question.header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        if (user != null) {
            question.usualHeader(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        body(question);
        if (method != null) {
            question.method(method);
        }
        return question.build();
    }

    /** A URL says scheme, Host and server name; a path says nothing else. */
    private void location(String where, Question.Builder question, boolean hostNamed) {
        String lower = where.toLowerCase(Locale.ROOT);
        boolean https = lower.startsWith("https://");
        if (!https && !lower.startsWith("http://")) {
            question.target(where.startsWith("/") ? where : "/" + where).sni(sni);
            return;
        }
        int start = where.indexOf("://") + 3;
        int end = start;
        while (end < where.length() && "/?#".indexOf(where.charAt(end)) < 0) {
            end++;
        }
        String authority = where.substring(start, end);
        int fragment = where.indexOf('#');
        String rest = where.substring(end, fragment < 0 ? where.length() : fragment);
        question.scheme(https ? "https" : "http").target(rest.startsWith("/") ? rest : "/" + rest);
        if (!hostNamed) {
            question.host(authority);
        }
        int colon = authority.lastIndexOf(':');
        String name = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        boolean literal = name.startsWith("[") || IpRanges.isAddress(name);
        question.sni(sni != null ? sni : https && !literal ? name : null);
    }

    private void body(Question.Builder question) throws IOException {
        byte[] body = null;
        if (json != null) {
            body = bytes("--json", json);
            question.usualHeader("Content-Type", "application/json");
        } else if (dataBinary != null) {
            body = bytes("--data-binary", dataBinary);
            question.usualHeader("Content-Type", "application/x-www-form-urlencoded");
        } else if (!data.isEmpty()) {
            StringBuilder form = new StringBuilder();
            for (String part : data) {
                String text = new String(bytes("-d", part), StandardCharsets.ISO_8859_1);
                form.append(form.isEmpty() ? "" : "&")
                        .append(part.startsWith("@") ? text.replaceAll("[\\r\\n]", "") : text);
            }
            body = form.toString().getBytes(StandardCharsets.ISO_8859_1);
            question.usualHeader("Content-Type", "application/x-www-form-urlencoded");
        }
        if (body != null) {
            question.body(body).usualHeader("Content-Length", Integer.toString(body.length));
        }
    }

    private byte[] bytes(String option, String value) throws IOException {
        if (!value.startsWith("@")) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(value.substring(1));
        if (!Files.isReadable(file)) {
            throw misused(option, value, "a file that can be read behind the @");
        }
        return Files.readAllBytes(file);
    }

    private String address(String option, String value) {
        if (!IpRanges.isAddress(value)) {
            throw misused(option, value, "an IP address");
        }
        return value;
    }

    private ParameterException misused(String option, String value, String expected) {
        return new ParameterException(
                spec.commandLine(),
                "Invalid value for option '" + option + "': " + value + " (expected: " + expected + ")");
    }
}
