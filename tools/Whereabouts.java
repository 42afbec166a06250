import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What a JVM takes for the time, the zone, the locale and the name of the host. {@code make clocks} runs it first under each
 * combination: the arguments are the earliest time, in seconds since 1970, the zone and the locale it shall find. Exits 1 if it
 * does not, or if waiting does not take its time, as under some versions of faketime.
 */
final class Whereabouts {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Whereabouts() {}

    public static void main(String[] args) throws Exception {
        Instant now = Instant.now();
        String zone = ZoneId.systemDefault().getId();
        String locale = Locale.getDefault().toString();
        System.out.println(now.truncatedTo(ChronoUnit.SECONDS) + " = " + now.atZone(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS) + ", locale " + locale + ", host " + hostName());
        Instant earliest = Instant.ofEpochSecond(Long.parseLong(args[0]));
        boolean clock = !now.isBefore(earliest) && now.isBefore(earliest.plusSeconds(600));
        if (!clock || !zone.equals(args[1]) || !locale.equals(args[2])) {
            System.out.println("wanted: " + earliest + " [" + args[1] + "], locale " + args[2]);
            System.exit(1);
        }
        long start = System.nanoTime();
        Object nobody = new Object();
        synchronized (nobody) {
            nobody.wait(PAUSE.toMillis());
        }
        if (System.nanoTime() - start < PAUSE.toNanos() / 2) {
            System.out.println("waiting takes no time under this clock");
            System.exit(1);
        }
    }

    private static String hostName() throws Exception {
        return new ProcessBuilder("uname", "-n").start().inputReader().readLine();
    }
}
