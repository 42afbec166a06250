package io.sluice.plugins.requesttransformer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A value of an expression, as Lua knows them. Texts are bytes as ISO-8859-1 characters. */
sealed interface Value {

    /** Lua's name of the type. */
    String type();

    /** Everything but nil and false counts as true. */
    default boolean isTrue() {
        return true;
    }

    /** What a template puts in its place: nothing for nil and false. */
    String rendered() throws RenderFailed;

    /** What concatenation and methods of texts work on; the first one of a list. */
    default String text() throws RenderFailed {
        throw new RenderFailed("a " + type() + " value is not a text");
    }

    /** A field of this. */
    default Value get(Value key) throws RenderFailed {
        throw new RenderFailed("attempt to index a " + type() + " value");
    }

    /** A text; it has methods, but no fields. */
    record Text(String bytes) implements Value {
        @Override
        public String type() {
            return "string";
        }

        @Override
        public String rendered() {
            return bytes;
        }

        @Override
        public String text() {
            return bytes;
        }

        @Override
        public Value get(Value key) {
            return Nil.NIL;
        }
    }

    /** A number; Lua 5.1 has but one kind. */
    record Num(double number) implements Value {
        @Override
        public String type() {
            return "number";
        }

        @Override
        public String rendered() {
            return text();
        }

        /** At most 14 digits, as Lua prints them. */
        @Override
        public String text() {
            BigDecimal rounded = new BigDecimal(number).round(new MathContext(14, RoundingMode.HALF_EVEN));
            if (rounded.signum() == 0) {
                return "0";
            }
            BigDecimal digits = rounded.stripTrailingZeros();
            int exponent = digits.precision() - digits.scale() - 1;
            if (exponent >= -4 && exponent < 14) {
                return digits.toPlainString();
            }
            String mantissa = digits.movePointLeft(exponent).toPlainString();
            return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Value {
        @Override
        public String type() {
            return "boolean";
        }

        @Override
        public boolean isTrue() {
            return value;
        }

        @Override
        public String rendered() {
            return value ? "true" : "";
        }
    }

    /** What is not there. */
    enum Nil implements Value {
        NIL;

        @Override
        public String type() {
            return "nil";
        }

        @Override
        public boolean isTrue() {
            return false;
        }

        @Override
        public String rendered() {
            return "";
        }
    }

    /** Values by text or number, lists from 1. Equal to itself alone. */
    final class Table implements Value {
        private final Map<Value, Value> fields;
        private final UnaryOperator<String> otherSpelling;

        /** {@code otherSpelling} is where to look for a text that is not there. */
        Table(Map<Value, Value> fields, UnaryOperator<String> otherSpelling) {
            this.fields = fields;
            this.otherSpelling = otherSpelling;
        }

        Table(Map<Value, Value> fields) {
            this(fields, UnaryOperator.identity());
        }

        @Override
        public String type() {
            return "table";
        }

        @Override
        public Value get(Value key) {
            Value found = fields.get(key);
            if (found == null && key instanceof Text(String name)) {
                found = fields.get(new Text(otherSpelling.apply(name)));
            }
            return found == null ? Nil.NIL : found;
        }

        /** Kong prints an address in memory; the first one is of more use. */
        @Override
        public String rendered() throws RenderFailed {
            return first().rendered();
        }

        @Override
        public String text() throws RenderFailed {
            return first().text();
        }

        private Value first() throws RenderFailed {
            Value first = get(new Num(1));
            if (first == Nil.NIL || first instanceof Table) {
                throw new RenderFailed("a table value is not a text");
            }
            return first;
        }
    }
}
