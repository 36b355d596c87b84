package io.coldtrail.ask;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The saved questions, which ride in the jar. */
public final class Questions {
    /** All, in the order in which an investigation asks them. */
    public static final List<String> NAMES = List.of(
            "incidents",
            "timeline",
            "answers",
            "findings",
            "finding-evidence",
            "rule-hits",
            "who-used-key",
            "key-calls",
            "key-sessions",
            "address-activity",
            "first-seen",
            "denied-bursts",
            "role-off-instance",
            "role-chains",
            "spread",
            "sign-ins-without-mfa",
            "host-sign-ins",
            "exposures",
            "objects-read-outside",
            "object-history",
            "bucket-states",
            "secrets-read",
            "snapshots-shared",
            "created-still-there",
            "deleted",
            "dns-domain",
            "bytes-out",
            "controls",
            "to-do",
            "coverage",
            "log-hours",
            "blind-spots",
            "rejects");

    private static final int NEAR = 3;

    private Questions() {}

    /** All, in their order. */
    public static List<Question> all() {
        return NAMES.stream().map(Questions::load).toList();
    }

    /**
     * The question of a name.
     *
     * @throws QuestionException where there is none such; it tells the nearest
     */
    public static Question of(String name) {
        if (!NAMES.contains(name)) {
            throw new QuestionException("there is no question " + name + ": the nearest are " + nearest(name)
                    + "; coldtrail ask lists all");
        }
        return load(name);
    }

    /** Those that share a word with it first, then those that take the fewest changes. */
    private static String nearest(String name) {
        List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        return NAMES.stream()
                .sorted(Comparator.comparingLong((String known) -> -List.of(known.split("-")).stream()
                                .filter(words::contains)
                                .count())
                        .thenComparingInt(known ->
                                LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .limit(NEAR)
                .collect(Collectors.joining(", "));
    }

    private static Question load(String name) {
        try (InputStream in = Questions.class.getResourceAsStream("/schemas/queries/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: schemas/queries/" + name + ".sql");
            }
            return Question.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
