package io.coldtrail.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the saved questions, and that they are documented. */
class QuestionFilesTest {
    private static final Path FOLDER = Path.of("../schemas/queries");

    @Test
    void everyFileIsAQuestionAndEveryQuestionAFile() throws IOException {
        Set<String> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".sql"))
                    .map(f -> f.replace(".sql", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(files, new TreeSet<>(Questions.NAMES));
        assertEquals(files.size(), Questions.NAMES.size());
    }

    @Test
    void eachAsksAndSelectsOnceAndOrders() {
        for (Question q : Questions.all()) {
            assertTrue(q.title().endsWith("?"), q.name() + " asks");
            assertTrue(q.answer().startsWith("One row a"), q.name() + " says what a row is");
            assertTrue(q.sql().matches("(?s)(SELECT|WITH).*\\nORDER BY\\s.*"), q.name() + " is one ordered SELECT");
            assertFalse(q.sql().contains(";"), q.name());
            Set<String> used = new TreeSet<>();
            Map<String, Object> names =
                    q.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::name));
            q.sql(names, name -> {
                used.add(String.valueOf(name));
                return "";
            });
            assertEquals(names.keySet(), used, q.name() + " uses the parameters that it has");
        }
    }

    @Test
    void examplesAndDefaultsAreValues() {
        for (Question q : Questions.all()) {
            q.values(q.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::example)));
        }
        Map<String, Object> values = Questions.of("bytes-out").values(Map.of("from", "2022-11-10T15:00:00Z"));
        assertEquals(Instant.parse("2022-11-10T15:00:00Z"), values.get("from"));
        assertEquals(Instant.parse("9999-12-31T00:00:00Z"), values.get("to"));
        assertEquals(0L, values.get("least"));
    }

    @Test
    void oneLineSaysWhatIsWrong() {
        assertEquals(
                "who-used-key asks for --key: access key id, e.g. --key ASIA7ESTDCXK6MJ4FM3H",
                said(() -> Questions.of("who-used-key").values(Map.of())));
        assertEquals(
                "who-used-key has no parameter --address: it has --key, --from, --to",
                said(() -> Questions.of("who-used-key").values(Map.of("key", "AKIA", "address", "1"))));
        assertEquals("--least many is no number: write it as in --least 10", said(() -> Questions.of("denied-bursts")
                .values(Map.of("least", "many"))));
        assertEquals(
                "--from yesterday is no time: write it as in --from 2022-11-10T12:00:00Z",
                said(() -> Questions.of("first-seen").values(Map.of("from", "yesterday"))));
        String unknown = said(() -> Questions.of("who-used-address"));
        assertTrue(
                unknown.startsWith("there is no question who-used-address: the nearest are who-used-key, "), unknown);
        assertTrue(said(() -> Questions.of("incident")).contains("incidents"));
    }

    private static String said(Runnable asks) {
        return assertThrows(QuestionException.class, asks::run).getMessage();
    }

    /** Where it fails, put in what it expects. */
    @Test
    void readmeIsThatOfTheFiles() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        int from = readme.indexOf("-->\n", readme.indexOf("<!-- questions:")) + 4;
        List<String> lines = new ArrayList<>(List.of("| name | question | parameters |", "|---|---|---|"));
        for (Question q : Questions.all()) {
            String parameters = q.parameters().stream()
                    .map(p -> "`--" + p.name() + " " + p.example() + "` " + p.meaning()
                            + (p.otherwise() == null ? "" : ", `" + p.otherwise() + "` if not given"))
                    .collect(Collectors.joining("<br>"));
            lines.add("| [`" + q.name() + "`](" + q.name() + ".sql) | **" + q.title() + "** " + q.answer() + " | "
                    + parameters + " |");
        }
        assertEquals(String.join("\n", lines) + "\n", readme.substring(from, readme.indexOf("<!-- /questions -->")));
    }
}
