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
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The rules and hunts that ride in the jar, or lie beside the classes. */
final class RuleFiles {
    /** A file that is always among them: where it is, they are. */
    private static final String ANCHOR = "rules/README.md";

    private static final String FOLDER = "rules/";
    private static final String VIEWS = "views/";

    private RuleFiles() {}

    /** Built-in rules, named {@code <tactic>/<stem>.yml}, in the order of their names. */
    static List<RuleText> builtin() {
        return files(RuleFiles::isRule);
    }

    /** Built-in hunts, named {@code <tactic>/<stem>.sql}, in the order of their names. */
    static List<RuleText> hunts() {
        return files(name -> isHunt(name) && !name.startsWith(VIEWS));
    }

    /** Views that hunts share, named {@code views/<view>.sql}. */
    static List<RuleText> views() {
        return files(name -> isHunt(name) && name.startsWith(VIEWS));
    }

    private static List<RuleText> files(Predicate<String> wanted) {
        URL anchor = RuleFiles.class.getResource("/" + ANCHOR);
        if (anchor == null) {
            throw new IllegalStateException("not in the jar: " + ANCHOR);
        }
        try {
            return anchor.getProtocol().equals("file")
                    ? ofFolder(Path.of(URI.create(anchor.toString())).getParent(), wanted)
                    : ofJar(anchor, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the built-in rules: " + e.getMessage(), e);
        }
    }

    /** True for a file that holds rules, by its name. */
    static boolean isRule(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    /** True for a file that holds a hunt, by its name. */
    static boolean isHunt(String name) {
        return name.endsWith(".sql");
    }

    private static List<RuleText> ofFolder(Path folder, Predicate<String> wanted) throws IOException {
        List<String> names;
        try (Stream<Path> all = Files.walk(folder)) {
            names = all.map(f -> folder.relativize(f).toString().replace('\\', '/'))
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
        List<RuleText> rules = new ArrayList<>();
        for (String name : names) {
            rules.add(new RuleText(name, Files.readString(folder.resolve(name))));
        }
        return rules;
    }

    private static List<RuleText> ofJar(URL anchor, Predicate<String> wanted) throws IOException {
        JarURLConnection connection = (JarURLConnection) anchor.openConnection();
        // a cached jar is shared with every class loader of the JVM, and must not be closed
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            List<String> names = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.startsWith(FOLDER))
                    .map(n -> n.substring(FOLDER.length()))
                    .filter(wanted)
                    .sorted()
                    .toList();
            List<RuleText> rules = new ArrayList<>();
            for (String name : names) {
                try (InputStream in = jar.getInputStream(jar.getEntry(FOLDER + name))) {
                    rules.add(new RuleText(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            return rules;
        }
    }
}
