package io.coldtrail.detect;

import io.coldtrail.detect.sigma.RuleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The rules that ride in the jar, or lie beside the classes. */
final class RuleFiles {
    /** A file that is always among them: where it is, they are. */
    private static final String ANCHOR = "rules/README.md";

    private static final String FOLDER = "rules/";

    private RuleFiles() {}

    /** Built-in rules, named {@code <tactic>/<stem>.yml}, in the order of their names. */
    static List<RuleText> builtin() {
        URL anchor = RuleFiles.class.getResource("/" + ANCHOR);
        if (anchor == null) {
            throw new IllegalStateException("not in the jar: " + ANCHOR);
        }
        try {
            return anchor.getProtocol().equals("file")
                    ? ofFolder(Path.of(URI.create(anchor.toString())).getParent())
                    : ofJar(anchor);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the built-in rules: " + e.getMessage(), e);
        }
    }

    /** True for a file that holds rules, by its name. */
    static boolean isRule(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    private static List<RuleText> ofFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> isRule(f.toString())).sorted().toList();
        }
        List<RuleText> rules = new ArrayList<>();
        for (Path file : files) {
            rules.add(new RuleText(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file)));
        }
        return rules;
    }

    private static List<RuleText> ofJar(URL anchor) throws IOException {
        JarURLConnection connection = (JarURLConnection) anchor.openConnection();
        // a cached jar is shared with every class loader of the JVM, and must not be closed
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            List<String> names = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.startsWith(FOLDER) && isRule(n))
                    .sorted()
                    .toList();
            List<RuleText> rules = new ArrayList<>();
            for (String name : names) {
                try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                    rules.add(new RuleText(
                            name.substring(FOLDER.length()), new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            return rules;
        }
    }
}
