package io.sluice.plugins.requesttransformer;

import io.sluice.api.ByteText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A value of the configuration: text with any number of {@code $(EXPRESSION)} in it. What looks like one but has no closing
 * parenthesis is text, and so is a lone dollar sign.
 *
 * @param parts in order
 */
record Template(List<Part> parts) {

    /** The longest text that an expression or a step of it may make, in bytes. */
    static final int LONGEST = 65_536;

    /** Text or expression. */
    sealed interface Part {}

    /** Put as it is. */
    record Plain(String bytes) implements Part {}

    /** Put with its value. */
    record Dynamic(Expression expression) implements Part {}

    /** Reads a text of the configuration. */
    static Template of(String text) throws NotSupported {
        int[] closing = closing(text);
        List<Part> parts = new ArrayList<>();
        int plain = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '$' && closing[i + 1] > 0) {
                addPlain(text.substring(plain, i), parts);
                parts.add(new Dynamic(ExpressionParser.parse(text, i + 2, closing[i + 1])));
                i = closing[i + 1];
                plain = i + 1;
            }
        }
        addPlain(text.substring(plain), parts);
        return new Template(List.copyOf(parts));
    }

    private static void addPlain(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Plain(ByteText.of(text)));
        }
    }

    /** Where the parenthesis that opens at an index closes; 0 where none opens, or it stays open. */
    private static int[] closing(String text) {
        int[] closing = new int[text.length()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                open.push(i);
            } else if (text.charAt(i) == ')' && !open.isEmpty()) {
                closing[open.pop()] = i;
            }
        }
        return closing;
    }

    /** The text for one request. */
    String render(Names names) throws RenderFailed {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            out.append(
                    switch (part) {
                        case Plain(String bytes) -> bytes;
                        case Dynamic(Expression expression) ->
                            checked(expression.in(names).rendered());
                    });
        }
        return out.toString();
    }

    /** Lets a text pass that is not too long. */
    static <T extends CharSequence> T checked(T text) throws RenderFailed {
        if (text.length() > LONGEST) {
            throw new RenderFailed("the text is longer than " + LONGEST + " bytes");
        }
        return text;
    }
}
