package io.sluice.runtime;

import java.util.List;

/** What a plugin of a jar sees of its host: the API and the JDK, no other class and no resource. */
final class ApiLoader extends ClassLoader {

    private static final List<String> SHOWN = List.of("io.sluice.api.", "org.jspecify.annotations.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    ApiLoader(ClassLoader host) {
        super("sluice-api", getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SHOWN.stream().anyMatch(name::startsWith)) {
            return host.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
