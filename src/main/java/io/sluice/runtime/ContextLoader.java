package io.sluice.runtime;

/** While it is open, the calling thread finds classes and resources where a plugin comes from: not among the host's. */
record ContextLoader(ClassLoader before) implements AutoCloseable {

    /** {@code part} is a class of the plugin's. */
    static ContextLoader of(Class<?> part) {
        ContextLoader opened = new ContextLoader(Thread.currentThread().getContextClassLoader());
        Thread.currentThread().setContextClassLoader(part.getClassLoader());
        return opened;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
