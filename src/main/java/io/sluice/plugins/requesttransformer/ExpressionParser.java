package io.sluice.plugins.requesttransformer;

import io.sluice.api.ByteText;
import io.sluice.plugins.requesttransformer.Lexer.Kind;
import io.sluice.plugins.requesttransformer.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@link Expression}s, with Lua's precedence: {@code or}, {@code and}, {@code == ~=}, {@code ..}, {@code not}. */
final class ExpressionParser {

    private final List<Token> tokens;
    private int next;

    private ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Reads what stands between two indices of a template. */
    static Expression parse(String template, int start, int end) throws NotSupported {
        ExpressionParser parser = new ExpressionParser(Lexer.tokens(template, start, end));
        Expression expression = parser.or();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected();
        }
        return expression;
    }

    private Expression or() throws NotSupported {
        Expression left = and();
        while (take("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() throws NotSupported {
        Expression left = comparison();
        while (take("and")) {
            left = new Expression.And(left, comparison());
        }
        return left;
    }

    private Expression comparison() throws NotSupported {
        Expression left = concatenation();
        while (true) {
            if (take("==")) {
                left = new Expression.Equal(left, concatenation());
            } else if (take("~=")) {
                left = new Expression.Not(new Expression.Equal(left, concatenation()));
            } else {
                return left;
            }
        }
    }

    private Expression concatenation() throws NotSupported {
        Expression first = unary();
        if (!peek().is("..")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (take("..")) {
            parts.add(unary());
        }
        return new Expression.Concatenation(List.copyOf(parts));
    }

    private Expression unary() throws NotSupported {
        if (take("not")) {
            return new Expression.Not(unary());
        }
        if (peek().is("-") && tokens.get(next + 1).kind() == Kind.NUMBER) {
            next++;
            return Expression.number(-Double.parseDouble(tokens.get(next++).text()));
        }
        Value literal = literal(peek());
        if (literal == null) {
            return path();
        }
        next++;
        return new Expression.Constant(literal);
    }

    private static @Nullable Value literal(Token token) {
        return switch (token.kind()) {
            case TEXT -> new Value.Text(ByteText.of(token.text()));
            case NUMBER -> new Value.Num(Double.parseDouble(token.text()));
            case WORD ->
                switch (token.text()) {
                    case "nil" -> Value.Nil.NIL;
                    case "true" -> new Value.Bool(true);
                    case "false" -> new Value.Bool(false);
                    default -> null;
                };
            case SYMBOL, END -> null;
        };
    }

    /** A name or something in parentheses, with fields and methods. */
    private Expression path() throws NotSupported {
        Expression of = start();
        while (true) {
            if (take(".")) {
                of = new Expression.Field(of, Expression.text(word()));
            } else if (take("[")) {
                of = new Expression.Field(of, closed("]"));
            } else if (take(":")) {
                of = call(of);
            } else {
                return of;
            }
        }
    }

    private Expression start() throws NotSupported {
        Token token = peek();
        if (take("(")) {
            return closed(")");
        }
        if (take("type")) {
            expect("(");
            return new Expression.TypeOf(closed(")"));
        }
        if (token.kind() != Kind.WORD || token.is("function")) {
            throw unexpected();
        }
        Names.Name name = Names.Name.of(token.text()).orElseThrow(() -> unknown(token));
        next++;
        return new Expression.Named(name);
    }

    private Expression call(Expression on) throws NotSupported {
        Token name = peek();
        Method method = Method.of(word())
                .orElseThrow(() -> new NotSupported(
                        name.at(), "unknown method " + name + "; known are " + List.of(Method.values())));
        expect("(");
        List<Expression> arguments = new ArrayList<>();
        if (!take(")")) {
            do {
                int at = peek().at();
                Expression argument = or();
                boolean pattern = method == Method.GSUB && arguments.isEmpty();
                arguments.add(pattern ? PlainPattern.in(argument, at) : argument);
            } while (take(","));
            expect(")");
        }
        if (!method.takes(arguments.size())) {
            throw new NotSupported(name.at(), "wrong number of arguments for " + name);
        }
        return new Expression.Call(on, method, List.copyOf(arguments));
    }

    private Expression closed(String symbol) throws NotSupported {
        Expression inside = or();
        expect(symbol);
        return inside;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String symbolOrKeyword) {
        boolean there = peek().is(symbolOrKeyword);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String symbol) throws NotSupported {
        if (!take(symbol)) {
            throw unexpected();
        }
    }

    private String word() throws NotSupported {
        if (peek().kind() != Kind.WORD) {
            throw unexpected();
        }
        return tokens.get(next++).text();
    }

    private NotSupported unexpected() {
        Token token = peek();
        String hint = token.kind() == Kind.SYMBOL || token.kind() == Kind.WORD
                ? switch (token.text()) {
                    case "#" -> "; a text's length is :len()";
                    case "+", "-", "*", "/", "%", "^" -> "; arithmetic is not supported";
                    case "<", ">", "<=", ">=" -> "; compare with == or ~=";
                    case "function" -> "; functions are not supported";
                    case "{", "[[", "[=", "--", "..." -> "; write texts in quotes, and nothing but an expression";
                    default -> "";
                }
                : "";
        return new NotSupported(token.at(), "unexpected " + token + hint);
    }

    private static NotSupported unknown(Token name) {
        String hint = switch (name.text()) {
            case "ngx", "kong" -> "the request is in " + List.of(Names.Name.values());
            case "string", "tostring", "table", "math", "require" ->
                "there is no library; texts have the methods " + List.of(Method.values());
            default -> "known are " + List.of(Names.Name.values()) + " and type()";
        };
        return new NotSupported(name.at(), "unknown name " + name + "; " + hint);
    }
}
