package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.http.HeadRules;
import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.http.Target;
import io.sluice.settings.ClientLimits;
import io.sluice.wire.http2.Breach;
import io.sluice.wire.http2.HeaderField;
import io.sluice.wire.http2.RequestFields;
import java.util.List;
import java.util.StringJoiner;

/** Judges the head of a request in HTTP/2, by the rules of every request here; those of the protocol it has passed already. */
final class Http2Head {

    private final int stream;
    private final RequestFields fields;
    private final ClientLimits limits;
    private final Headers headers = new Headers();
    /** May come in crumbs, which only HTTP/2 allows. */
    private final StringJoiner cookies = new StringJoiner("; ");

    private long size;

    private Http2Head(int stream, RequestFields fields, ClientLimits limits) {
        this.stream = stream;
        this.fields = fields;
        this.limits = limits;
    }

    static RequestHead of(int stream, RequestFields fields, ClientLimits limits) throws Breach, Refusal {
        Http2Head head = new Http2Head(stream, fields, limits);
        try {
            return head.judged();
        } catch (Refusal e) {
            throw e.after(RequestHead.seen(fields.method(), fields.path(), "2.0", head.headers, fields.bytes()));
        }
    }

    private RequestHead judged() throws Breach, Refusal {
        if (fields.tooLarge()) {
            throw new Refusal(494, "the headers are too large");
        }
        String method = fields.method();
        String path = fields.path();
        HeadRules.checkMethod(method);
        if (method.length() + path.length() > limits.head().requestLine()) {
            throw new Refusal(414, "the request line is too long");
        }
        if (!path.startsWith("/")) {
            throw new Refusal(400, "the path is none");
        }
        String target = Target.parse(path).pathAndQuery();
        if (!limits.head().ambiguous()) {
            Target.checkPlain(target);
        }
        if (fields.authority() != null) {
            headers.add("host", fields.authority());
        }
        for (HeaderField field : fields.fields()) {
            add(field.name(), field.value());
        }
        if (cookies.length() > 0) {
            HeadRules.addField(headers, "cookie", cookies.toString(), true);
        }
        String host = host();
        long length = bodyLength();
        HeadRules.checkAnswered(method);
        boolean waits = "100-continue".equalsIgnoreCase(headers.first("expect").orElse(""));
        return new RequestHead(method, target, "2.0", host, headers, length, waits, true, fields.bytes());
    }

    private void add(String name, String value) throws Refusal {
        size += name.length() + value.length() + 4L; // what it would take in HTTP/1
        if (name.length() + value.length() > limits.head().line()
                || size > limits.head().total()) {
            throw new Refusal(494, "the headers are too large");
        }
        if (name.equals("cookie")) {
            cookies.add(value);
        } else {
            HeadRules.addField(headers, name, value, limits.head().underscores());
        }
    }

    /** The authority and a Host header must be one and the same. */
    private String host() throws Refusal {
        List<String> hosts = headers.all("host");
        if (hosts.isEmpty() || hosts.stream().anyMatch(host -> !host.equalsIgnoreCase(hosts.getFirst()))) {
            throw new Refusal(400, "there must be one host");
        }
        HeadRules.checkHost(hosts.getFirst());
        headers.set("host", hosts.getFirst());
        return hosts.getFirst();
    }

    /** -1 if only the end will tell. */
    private long bodyLength() throws Breach, Refusal {
        long length = HeadRules.contentLength(headers);
        if (fields.endsStream() && length > 0) {
            throw Breach.malformed(stream, "a Content-Length without a body");
        }
        if (limits.body() > 0 && length > limits.body()) {
            throw new Refusal(413, "the body is too large");
        }
        return fields.endsStream() ? 0 : length;
    }
}
