package io.sluice.config;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import io.sluice.api.IpRanges;
import io.sluice.router.RoutePattern;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Values of {@code format} that mean something of our own; those of JSON Schema hold beside them. */
enum TextFormat implements Format {

    /** A regular expression that runs in linear time. */
    REGEX("regex"),

    /** A regular expression that Kong runs, look-around and all. */
    PCRE("pcre"),

    /** An IPv4 or IPv6 address, or a block of them. */
    IP_OR_CIDR("ip-or-cidr");

    private final String keyword;

    TextFormat(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String getName() {
        return keyword;
    }

    @Override
    public boolean matches(ExecutionContext context, String text) {
        return switch (this) {
            case REGEX -> RoutePattern.reasonAgainst(text).isEmpty();
            case PCRE -> isPcre(text);
            case IP_OR_CIDR -> isIpOrCidr(text);
        };
    }

    private static boolean isPcre(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (StackOverflowError _) {
            return false;
        } catch (PatternSyntaxException _) {
            return text.contains("(?<") || text.contains("(?P") || text.contains("[[:"); // what only PCRE has
        }
    }

    private static boolean isIpOrCidr(String text) {
        try {
            new IpRanges(List.of(text));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
