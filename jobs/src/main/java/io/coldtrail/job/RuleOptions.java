package io.coldtrail.job;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is looked for. The user's files are copied into the case, so that it can be told later what was asked. */
final class RuleOptions {
    @Option(
            names = "--rules",
            paramLabel = "DIR",
            converter = GivenFile.class,
            description = "Sigma rules and hunts in SQL beside the built-in ones: a folder or a file, on disk or in S3."
                    + " May be given again.")
    private List<Path> rules = new ArrayList<>();

    @Option(names = "--no-builtin-rules", description = "Without the built-in rules and hunts.")
    private boolean noBuiltinRules;

    @Option(
            names = "--threat-list",
            paramLabel = "FILE",
            converter = GivenFile.class,
            description =
                    "Addresses and CIDRs that are known to be bad, one a line (GuardDuty's TXT), on disk or in S3."
                            + " May be given again.")
    private List<Path> threatLists = new ArrayList<>();

    boolean rulesGiven() {
        return !rules.isEmpty() || noBuiltinRules;
    }

    boolean threatListsGiven() {
        return !threatLists.isEmpty();
    }

    boolean builtin() {
        return !noBuiltinRules;
    }

    /** Fails where a file is not there, before anything is done. */
    void check() {
        rules.forEach(p -> exists("--rules", p));
        threatLists.forEach(p -> exists("--threat-list", p));
    }

    private static void exists(String option, Path path) {
        if (!Files.isReadable(path)) {
            throw new UsageException(option + " " + path + " cannot be read: there is no such file, or it is closed");
        }
    }

    List<Input> copyRules(Case kase) {
        List<Path> files = new ArrayList<>();
        for (Path path : rules) {
            try (Stream<Path> found = Files.walk(path)) {
                found.filter(f -> Files.isRegularFile(f) && f.toString().matches(".*\\.(ya?ml|sql)"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UsageException("--rules " + path + " cannot be read: " + e.getMessage());
            }
        }
        return copy(kase, "rules/", files);
    }

    List<Input> copyThreatLists(Case kase) {
        return copy(kase, "lists/", threatLists);
    }

    private static List<Input> copy(Case kase, String folder, List<Path> files) {
        List<Input> copies = new ArrayList<>();
        for (Path file : files) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                String sha256 = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                String name = file.getFileName().toString();
                String path = folder + sha256.substring(0, 8) + "-" + name.replaceAll("[^A-Za-z0-9._-]", "_");
                kase.files().writeText(path, new String(bytes, StandardCharsets.UTF_8));
                copies.add(new Input(name, path, sha256));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
        return copies;
    }
}
