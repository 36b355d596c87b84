package io.coldtrail.report;

import io.coldtrail.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A real browser without a window, where the machine has one; see {@link Tools}. */
final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final String program;
    private String log = "";

    private Browser(String program) {
        this.program = program;
    }

    static Browser find() {
        String found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        Tools.need(found != null, "no browser: none of " + NAMES + " is on the PATH");
        return new Browser(found);
    }

    /** Opens the page from disk and returns its DOM after its script ran. */
    String open(String page) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("coldtrail-browser");
        Path file = Files.writeString(folder.resolve("index.html"), page);
        Path dom = folder.resolve("dom");
        Path errors = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
        command.addAll(
                List.of("--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile"), "--dump-dom"));
        command.add(file.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            Assertions.fail(program + " did not come to an end");
        }
        log = Files.readString(errors);
        String text = Files.readString(dom);
        delete(folder);
        return text;
    }

    /** True where the last page tried what its policy forbids. */
    boolean complained() {
        return log.contains("Content Security Policy");
    }

    String log() {
        return log;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(p -> p.toFile().delete());
        }
    }
}
