package io.sluice.e2e.soak;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What shall happen to one request: how much goes which way, at what pace, and who cuts it where. All of it stands in the request's
 * target, so that the upstream knows its part.
 *
 * @param up bytes of the request's body
 * @param down bytes of the response's body
 * @param at where it is cut, in bytes of the body concerned
 */
record Plan(
        long id,
        String route,
        long up,
        boolean chunkedUp,
        long down,
        boolean chunkedDown,
        Cut cut,
        long at,
        Pace pace) {

    /** Who leaves, and when. */
    enum Cut {
        NONE,
        CLIENT_SENDING,
        CLIENT_READING,
        UPSTREAM_READING,
        UPSTREAM_SILENT,
        UPSTREAM_ANSWERING
    }

    /** Who is slow. */
    enum Pace {
        FAST,
        SLOW_CLIENT,
        SLOW_UPSTREAM
    }

    static Plan random(long id, String route, long largest, SplittableRandom random) {
        long up = random.nextInt(3) == 0 ? 0 : size(largest, random);
        long down = random.nextInt(8) == 0 ? 0 : size(largest, random);
        Cut cut = random.nextInt(5) > 0 ? Cut.NONE : Cut.values()[random.nextInt(Cut.values().length)];
        long length = cut == Cut.CLIENT_SENDING || cut == Cut.UPSTREAM_READING ? up : down;
        if (length == 0 && cut != Cut.UPSTREAM_SILENT) {
            cut = Cut.NONE;
        }
        Pace pace = random.nextInt(6) > 0 ? Pace.FAST : Pace.values()[random.nextInt(Pace.values().length)];
        long at = length == 0 ? 0 : random.nextLong(length);
        return new Plan(id, route, up, random.nextBoolean(), down, random.nextBoolean(), cut, at, pace);
    }

    /** Mostly small, seldom near the largest. */
    private static long size(long largest, SplittableRandom random) {
        return switch (random.nextInt(100)) {
            case 0 -> random.nextLong(largest / 4, largest + 1);
            case 1, 2, 3, 4, 5 -> random.nextLong(largest / 100, largest / 10);
            default -> random.nextInt(8) == 0 ? random.nextInt(256 << 10) : random.nextInt(8 << 10);
        };
    }

    String method() {
        return up == 0 ? "GET" : "POST";
    }

    String target() {
        return route + "/" + id + "?up=" + up + "&cu=" + chunkedUp + "&down=" + down + "&cd=" + chunkedDown + "&cut="
                + cut + "&at=" + at + "&pace=" + pace;
    }

    /** The plan in a target, whatever stands before the id in its path. */
    static Plan of(String target) {
        String[] parts = target.split("\\?", 2);
        Map<String, String> values = Stream.of(parts[1].split("&"))
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(argument -> argument[0], argument -> argument[1]));
        int slash = parts[0].lastIndexOf('/');
        return new Plan(
                Long.parseLong(parts[0].substring(slash + 1)),
                parts[0].substring(0, slash),
                Long.parseLong(values.get("up")),
                Boolean.parseBoolean(values.get("cu")),
                Long.parseLong(values.get("down")),
                Boolean.parseBoolean(values.get("cd")),
                Cut.valueOf(values.get("cut")),
                Long.parseLong(values.get("at")),
                Pace.valueOf(values.get("pace")));
    }

    /** The pattern of the request's body. */
    long upId() {
        return 2 * id;
    }

    /** The pattern of the response's body. */
    long downId() {
        return 2 * id + 1;
    }
}
