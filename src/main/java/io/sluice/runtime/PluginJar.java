package io.sluice.runtime;

import io.sluice.api.Log;
import io.sluice.api.PluginFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A jar with plugins, on a class loader of its own; checked, so that what is wrong with it shows before anything starts. */
final class PluginJar implements AutoCloseable {

    private static final Log LOG = Log.of("runtime");
    private static final String SERVICE = "META-INF/services/" + PluginFactory.class.getName();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path path;
    private final URLClassLoader loader;
    private final List<PluginFactory<?>> factories;

    private PluginJar(Path path, URLClassLoader loader, List<PluginFactory<?>> factories) {
        this.path = path;
        this.loader = loader;
        this.factories = factories;
    }

    /** Why a jar cannot be used. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(Path jar, String reason) {
            super(jar + ": " + reason);
        }
    }

    /** Opens a jar and makes its factories. */
    static PluginJar open(Path path, ApiLoader api) throws Unusable {
        try (JarFile jar = new JarFile(path.toFile())) {
            if (jar.getEntry(SERVICE) == null) {
                throw new Unusable(path, "has no " + SERVICE + ", the line that names its plugin");
            }
        } catch (IOException e) {
            throw new Unusable(path, "is not a jar: " + e.getMessage());
        }
        URLClassLoader loader = new URLClassLoader(path.getFileName().toString(), new URL[] {url(path)}, api);
        PluginJar jar = new PluginJar(path, loader, new ArrayList<>());
        try {
            jar.load();
            return jar;
        } catch (Unusable e) {
            jar.close();
            throw e;
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its code runs here for the first time, so anything may be thrown. */
    @SuppressWarnings("rawtypes")
    private void load() throws Unusable {
        try {
            for (PluginFactory factory : ServiceLoader.load(PluginFactory.class, loader)) {
                check(factory);
                factories.add((PluginFactory<?>) factory);
            }
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw because(e);
        }
        if (factories.isEmpty()) {
            throw new Unusable(path, SERVICE + " names no plugin");
        }
    }

    /** What was thrown, without what it was wrapped in on the way. */
    private Unusable because(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null
                && (thrown instanceof ServiceConfigurationError || thrown instanceof ExceptionInInitializerError)) {
            return because(cause);
        }
        if (thrown instanceof NoSuchMethodException) {
            return new Unusable(
                    path, "its factory has no public constructor without arguments: " + thrown.getMessage());
        }
        if (thrown instanceof ServiceConfigurationError) {
            return new Unusable(path, String.valueOf(thrown.getMessage()));
        }
        return new Unusable(
                path,
                (thrown instanceof LinkageError
                                ? "needs what is neither in it nor in this version of the API: "
                                : "its factory fails: ")
                        + thrown);
    }

    private void check(PluginFactory<?> factory) throws Unusable {
        String name = factory.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new Unusable(path, factory.getClass().getName() + " has no usable name: " + name);
        }
        LOG.debug("plugin found", "plugin", name, "priority", factory.priority(), "jar", path);
        if (factory.configType() == null || !factory.configType().isRecord()) {
            throw new Unusable(path, "the configuration of plugin '" + name + "' is no record");
        }
        checkSchema("schema/plugins/" + name + ".json", name);
    }

    private void checkSchema(String resource, String name) throws Unusable {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new Unusable(path, "has no " + resource + ", the schema of its plugin '" + name + "'");
            }
            if (!JsonMapper.shared().readTree(in).at("/properties/config").isObject()) {
                throw new Unusable(path, resource + " does not describe /properties/config");
            }
        } catch (JacksonException e) {
            throw new Unusable(
                    path,
                    resource + " is not JSON: it breaks in line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new Unusable(path, resource + " cannot be read: " + e.getMessage());
        }
    }

    Path path() {
        return path;
    }

    ClassLoader loader() {
        return loader;
    }

    List<PluginFactory<?>> factories() {
        return factories;
    }

    /** No class is loaded from it any more. */
    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close " + path, e);
        }
    }
}
