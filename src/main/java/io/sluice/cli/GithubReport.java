package io.sluice.cli;

import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Problems as workflow commands of GitHub Actions, which shows them at the lines of a pull request. */
record GithubReport(PrintWriter out) {

    void print(List<Problem> problems) {
        problems.forEach(problem -> out.println(command(problem)));
        out.flush();
    }

    private static String command(Problem problem) {
        StringBuilder command =
                new StringBuilder("::").append(name(problem.severity())).append(" file=");
        command.append(property(problem.place().file()));
        if (problem.place().line() > 0) {
            command.append(",line=").append(problem.place().line());
            command.append(",col=").append(Math.max(1, problem.place().column()));
        }
        String hint = problem.hint() == null ? "" : "\n" + problem.hint();
        return command.append(",title=")
                .append(property(problem.code()))
                .append("::")
                .append(data(problem.message() + hint))
                .toString();
    }

    private static String name(Problem.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "notice";
        };
    }

    /** The text of a command: a line, in which a percent sign begins an escape. */
    private static String data(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (String line : text.replace("%", "%25").replace("\r", "%0D").split("\n", -1)) {
            escaped.append(escaped.isEmpty() ? "" : "%0A").append(ProblemReport.printable(line));
        }
        return escaped.toString();
    }

    /** A property of a command, which ends at a comma or colon besides. */
    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
