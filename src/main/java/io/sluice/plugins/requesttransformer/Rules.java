package io.sluice.plugins.requesttransformer;

import java.util.List;

/**
 * What to do with the headers, the query or the body of a request. Every value is rendered when its turn comes, whether or not it is
 * then needed.
 *
 * @param remove names that go
 * @param rename names that get another one, if they are there
 * @param replace values for what is there
 * @param add values for what is not there
 * @param append values to put behind those that are there, if any
 */
record Rules(List<String> remove, List<Entry> rename, List<Entry> replace, List<Entry> add, List<Entry> append) {

    /**
     * A name with its value.
     *
     * @param value of {@code rename}, the new name
     */
    record Entry(String name, Template value) {}

    /** The operations. */
    enum Step {
        REMOVE,
        RENAME,
        REPLACE,
        ADD,
        APPEND
    }

    static final List<Step> ORDER = List.of(Step.values());

    boolean isEmpty() {
        return remove.isEmpty() && rename.isEmpty() && replace.isEmpty() && add.isEmpty() && append.isEmpty();
    }

    /** Does the given steps in their order; answers whether there is something to be written anew. */
    boolean apply(List<Step> steps, Fields fields, Names names) throws RenderFailed {
        boolean changed = false;
        for (Step step : steps) {
            changed |= switch (step) {
                case REMOVE -> remove(fields);
                case RENAME -> rename(fields, names);
                case REPLACE -> replace(fields, names);
                case ADD -> add(fields, names);
                case APPEND -> append(fields, names);
            };
        }
        return changed;
    }

    /** Kong writes anew whatever was there to remove. */
    private boolean remove(Fields fields) {
        for (String name : remove) {
            if (fields.has(name)) {
                fields.remove(name);
            }
        }
        return !remove.isEmpty();
    }

    /** A new name that renders to nothing, or to the old one, leaves everything as it is. */
    private boolean rename(Fields fields, Names names) throws RenderFailed {
        boolean changed = false;
        for (Entry entry : rename) {
            String to = entry.value.render(names);
            if (fields.has(entry.name) && !to.isEmpty() && !to.equals(entry.name)) {
                fields.rename(entry.name, to);
                changed = true;
            }
        }
        return changed;
    }

    private boolean replace(Fields fields, Names names) throws RenderFailed {
        boolean changed = false;
        for (Entry entry : replace) {
            String value = entry.value.render(names);
            if (fields.has(entry.name)) {
                fields.set(entry.name, value);
                changed = true;
            }
        }
        return changed;
    }

    private boolean add(Fields fields, Names names) throws RenderFailed {
        boolean changed = false;
        for (Entry entry : add) {
            String value = entry.value.render(names);
            if (!fields.has(entry.name)) {
                fields.set(entry.name, value);
                changed = true;
            }
        }
        return changed;
    }

    private boolean append(Fields fields, Names names) throws RenderFailed {
        for (Entry entry : append) {
            fields.append(entry.name, entry.value.render(names));
        }
        return !append.isEmpty();
    }
}
