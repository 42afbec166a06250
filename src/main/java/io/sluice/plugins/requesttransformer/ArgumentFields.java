package io.sluice.plugins.requesttransformer;

import io.sluice.api.QueryArgs;
import io.sluice.api.QueryArgs.Arg;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a query or a form, in order. */
final class ArgumentFields implements Fields {

    private List<Arg> args;

    ArgumentFields(QueryArgs args) {
        this.args = new ArrayList<>(args.all());
    }

    List<Arg> args() {
        return args;
    }

    @Override
    public boolean has(String name) {
        return args.stream().anyMatch(arg -> arg.name().equals(name));
    }

    @Override
    public void remove(String name) {
        args.removeIf(arg -> arg.name().equals(name));
    }

    @Override
    public void rename(String from, String to) {
        remove(to);
        args.replaceAll(arg -> arg.name().equals(from) ? new Arg(to, arg.value()) : arg);
    }

    /** In the place of the first one of that name, else at the end. */
    @Override
    public void set(String name, String value) {
        List<Arg> changed = new ArrayList<>(args.size() + 1);
        boolean done = false;
        for (Arg arg : args) {
            if (!arg.name().equals(name)) {
                changed.add(arg);
            } else if (!done) {
                changed.add(new Arg(name, value));
                done = true;
            }
        }
        if (!done) {
            changed.add(new Arg(name, value));
        }
        args = changed;
    }

    @Override
    public void append(String name, String value) {
        args.add(new Arg(name, value));
    }
}
