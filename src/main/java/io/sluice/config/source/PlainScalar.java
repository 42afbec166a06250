package io.sluice.config.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a scalar without quotes means to Kong: the types of YAML 1.1, with the forms that Kong's reader (lyaml) knows and no others.
 * {@code 012} is 10, {@code 08} is 8, {@code 0x1F}, {@code 0b101}, {@code 1_000} and {@code 1:30} are numbers, {@code 0o14} and dates
 * are text; {@code yes}, {@code no}, {@code on}, {@code off} are booleans, {@code y} and {@code n} are text.
 *
 * <p>Whole numbers are exact at any size, fractions keep their digits. Infinities and "not a number" are no JSON: they stay text, and no
 * field takes them. So do fractions and powers beyond 64 bits, which a schema validator cannot compare.
 */
final class PlainScalar {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal BEYOND_64_BITS = BigDecimal.TWO.pow(63);
    /** In characters: no number that anybody means is longer, and reading one takes the square of its length. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final Pattern OCTAL = Pattern.compile("([+-]?)0_*([0-7][0-7_]*)");
    private static final Pattern DECIMAL = Pattern.compile("([+-]?)_*([0-9][0-9_]*)");
    private static final Pattern HEXADECIMAL = Pattern.compile("([+-]?)0x_*([0-9a-fA-F][0-9a-fA-F_]*)");
    private static final Pattern BINARY = Pattern.compile("([+-]?)0b_*([01][01_]+)");
    private static final Pattern SEXAGESIMAL = Pattern.compile("([+-]?)([0-9]+:[0-5]?[0-9][:0-9]*)(\\.[0-9]+)?");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|0[xX]([0-9a-fA-F]+))");

    private PlainScalar() {}

    /** The value that a text without quotes stands for. */
    static JsonNode read(String text) {
        JsonNode known = isNull(text) ? JSON.nullNode() : bool(text);
        JsonNode value = known == null ? number(text) : known;
        return value == null ? JSON.stringNode(text) : value;
    }

    /** What {@code ~} and nothing at all mean. */
    static boolean isNull(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
        };
    }

    static @Nullable JsonNode bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> JSON.booleanNode(true);
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> JSON.booleanNode(false);
            default -> null;
        };
    }

    /** Null for what is no number. */
    static @Nullable JsonNode number(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || "+-._0123456789".indexOf(text.charAt(0)) < 0) {
            return null; // nearly all texts
        }
        JsonNode whole = whole(text);
        return whole == null ? fraction(text) : whole;
    }

    private static @Nullable JsonNode whole(String text) {
        Matcher octal = OCTAL.matcher(text);
        if (octal.matches()) {
            return integer(octal, 8);
        }
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return integer(decimal, 10);
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        if (hexadecimal.matches()) {
            return integer(hexadecimal, 16);
        }
        Matcher binary = BINARY.matcher(text);
        return binary.matches() ? integer(binary, 2) : null;
    }

    /** Of a sign and digits, in which underscores count for nothing. */
    private static JsonNode integer(Matcher parts, int base) {
        return node(signed(parts, new BigInteger(parts.group(2).replace("_", ""), base)));
    }

    private static BigInteger signed(Matcher parts, BigInteger value) {
        return parts.group(1).equals("-") ? value.negate() : value;
    }

    private static JsonNode node(BigInteger value) {
        if (value.bitLength() < 32) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private static @Nullable JsonNode fraction(String text) {
        Matcher parts = SEXAGESIMAL.matcher(text);
        if (parts.matches()) {
            return sexagesimal(parts);
        }
        String digits = text.replace("_", "");
        Matcher number = FLOAT.matcher(digits);
        boolean marked = digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0;
        if (!marked || !number.matches()) {
            return null;
        }
        return number.group(4) == null ? bounded(text, new BigDecimal(digits)) : hexadecimal(digits, number.group(4));
    }

    /** {@code 0X1E}: a digit that looks like an exponent makes it a number. */
    private static JsonNode hexadecimal(String text, String digits) {
        BigInteger value = new BigInteger(digits, 16);
        return node(text.startsWith("-") ? value.negate() : value);
    }

    /** {@code 1:30} is 90: times and angles. */
    private static JsonNode sexagesimal(Matcher parts) {
        BigInteger value = BigInteger.ZERO;
        for (String part : parts.group(2).split(":", -1)) {
            if (!part.isEmpty()) {
                value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
            }
        }
        if (parts.group(3) == null) {
            return node(signed(parts, value));
        }
        BigDecimal all = new BigDecimal(value).add(new BigDecimal("0" + parts.group(3)));
        return bounded(parts.group(), parts.group(1).equals("-") ? all.negate() : all);
    }

    private static JsonNode bounded(String text, BigDecimal number) {
        return number.abs().compareTo(BEYOND_64_BITS) < 0 ? JSON.numberNode(number) : JSON.stringNode(text);
    }
}
