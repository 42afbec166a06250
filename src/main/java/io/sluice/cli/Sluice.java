package io.sluice.cli;

import io.sluice.api.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command and its verbs. */
@Command(
        name = "sluice",
        description = "HTTP requests into Kafka records, from the Kong configuration you already have.",
        mixinStandardHelpOptions = true,
        versionProvider = Sluice.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StartCommand.class,
            LintCommand.class,
            ExplainCommand.class,
            ConfigCommand.class,
            KafkaCommand.class,
            VersionCommand.class
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  sluice start --dev --config kong.yml   serve the file, with a real Kafka broker beside it",
            "  sluice lint kong.yml                   say what is wrong with it, and where",
            "  sluice explain --config kong.yml URL   say what would become of a request, and why",
            "",
            "Settings have Kong's names: KONG_PROXY_LISTEN=0.0.0.0:8000, or a kong.conf file (start -c kong.conf)."
        })
public final class Sluice implements Callable<Integer> {

    /** Nothing wrong, or warnings alone. */
    static final int OK = 0;
    /** What was asked for could not be done: problems in the file, a port in use. */
    static final int FAILED = 1;
    /** What was given cannot be used at all: a wrong option, a file that cannot be read. */
    static final int UNUSABLE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs one command line. Never calls {@link System#exit}. */
    public static int run(String... args) {
        return new CommandLine(new Sluice())
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @FILE is a body, as for curl
                .setParameterExceptionHandler(Sluice::misused)
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    if (e instanceof Failure failure) {
                        commandLine.getErr().println("sluice: " + failure.getMessage());
                        return failure.exitCode();
                    }
                    throw e;
                })
                .execute(args);
    }

    /** Without a verb there is only the help to give. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return UNUSABLE;
    }

    /** Says what is wrong with the command line, what was probably meant, and where the help is. */
    private static int misused(CommandLine.ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("sluice: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return UNUSABLE;
    }

    /** Any port, or 0. */
    static void checkPort(CommandSpec spec, String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + port + " (expected: 0..65535)");
        }
    }

    /** {@code --version}. */
    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return VersionCommand.lines();
        }
    }

    /** Ends a command with a message for the user and no stack trace. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int exitCode;

        Failure(int exitCode, String message) {
            super(message);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    static String product() {
        return "sluice " + Version.NUMBER;
    }
}
