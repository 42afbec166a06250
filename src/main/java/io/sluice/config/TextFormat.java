package io.sluice.config;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import io.sluice.api.IpRanges;
import io.sluice.router.RoutePattern;
import java.util.List;

/** Values of {@code format} that mean something of our own; those of JSON Schema hold beside them. */
enum TextFormat implements Format {

    /** A regular expression that runs in linear time. */
    REGEX("regex"),

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
            case IP_OR_CIDR -> isIpOrCidr(text);
        };
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
