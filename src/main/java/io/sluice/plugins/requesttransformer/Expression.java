package io.sluice.plugins.requesttransformer;

import io.sluice.plugins.requesttransformer.Value.Bool;
import io.sluice.plugins.requesttransformer.Value.Num;
import io.sluice.plugins.requesttransformer.Value.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in {@code $(...)}: the part of Lua that changes nothing and always ends. Fields ({@code a.b}, {@code a["b"]}, {@code
 * a[1]}), {@code or}, {@code and}, {@code not}, {@code ==}, {@code ~=}, {@code ..}, parentheses, literals, {@code type()}, and the
 * methods of {@link Method}. Each costs at most the length of the texts it works on.
 */
sealed interface Expression {

    Value in(Names names) throws RenderFailed;

    /** A literal. */
    record Constant(Value value) implements Expression {
        @Override
        public Value in(Names names) {
            return value;
        }
    }

    /** A table of the request. */
    record Named(Names.Name name) implements Expression {
        @Override
        public Value in(Names names) {
            return names.get(name);
        }
    }

    /** A field of a table. */
    record Field(Expression of, Expression key) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            return of.in(names).get(key.in(names));
        }
    }

    /** The first value if it counts as true, else the second. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            Value first = left.in(names);
            return first.isTrue() ? first : right.in(names);
        }
    }

    /** The first value if it counts as false, else the second. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            Value first = left.in(names);
            return first.isTrue() ? right.in(names) : first;
        }
    }

    /** Negation. */
    record Not(Expression of) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            return new Bool(!of.in(names).isTrue());
        }
    }

    /** Whether both are the same value of the same type. */
    record Equal(Expression left, Expression right) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            return new Bool(left.in(names).equals(right.in(names)));
        }
    }

    /** Texts and numbers, one after the other. */
    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            StringBuilder out = new StringBuilder();
            for (Expression part : parts) {
                Template.checked(out.append(part.in(names).text()));
            }
            return new Text(out.toString());
        }
    }

    /** Lua's name of a type. */
    record TypeOf(Expression value) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            return new Text(value.in(names).type());
        }
    }

    /** A method of a text. */
    record Call(Expression on, Method method, List<Expression> arguments) implements Expression {
        @Override
        public Value in(Names names) throws RenderFailed {
            String text = on.in(names).text();
            List<Value> values = new ArrayList<>(arguments.size());
            for (Expression argument : arguments) {
                values.add(argument.in(names));
            }
            return method.call(text, values);
        }
    }

    static Expression number(double number) {
        return new Constant(new Num(number));
    }

    static Expression text(String bytes) {
        return new Constant(new Text(bytes));
    }
}
