package io.sluice.e2e.upstream;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Answers 200 with a JSON body; each query argument {@code _resp_NAME=VALUE} becomes a header of the answer. */
public final class RecordingEcho implements Behaviour {

    private static final String HEADER = "_resp_";

    @Override
    public void answer(Recorded request, Peer peer) throws IOException {
        StringBuilder fields = new StringBuilder();
        String[] target = request.target().split("\\?", 2);
        for (String argument : target.length < 2 ? new String[0] : target[1].split("&")) {
            String[] pair = URLDecoder.decode(argument, StandardCharsets.UTF_8).split("=", 2);
            if (pair.length == 2 && pair[0].startsWith(HEADER)) {
                fields.append(pair[0].substring(HEADER.length()))
                        .append(": ")
                        .append(pair[1])
                        .append("\r\n");
            }
        }
        peer.respond(request, 200, "application/json", fields.toString(), "{\"ok\":true}");
    }
}
