package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {
    private static final Pattern PROGRESS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+Z (start|list) .*");

    @TempDir
    Path dir;

    /** One line that names what is wrong, behind what was begun; exit code 2, no stack trace, and nothing written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                   | say what to do",
                "huntx                                                | 'huntx'",
                "huntx --help                                         | 'huntx'",
                "hunt --case DIR/case --hlep                          | '--hlep'",
                "investigate DIR                                      | --case",
                "investigate --case DIR/case                          | what to read",
                "scan DIR/none --case DIR/case                        | none",
                "scan DIR --case DIR/case                             | no object",
                "scan DIR --case DIR/case --from yesterday            | yesterday",
                "scan DIR --case DIR/case --tz Atlantis               | Atlantis",
                "scan DIR --case DIR/case --raw some                  | some",
                "scan DIR --case DIR/case --source cloudtrial=DIR     | cloudtrial",
                "detect --case DIR/case                               | DIR/case",
                "ask --case DIR/case who                              | no question who",
            })
    void whatWasMistypedIsSaidInOneLine(String typed, String named) {
        String[] args = typed.isEmpty()
                ? new String[0]
                : typed.replace("DIR", dir.toString()).split(" ");

        Said said = Said.by(args);

        assertEquals(2, said.code(), said.err());
        List<String> lines =
                said.err().lines().filter(l -> !PROGRESS.matcher(l).matches()).toList();
        assertEquals(1, lines.size(), said.err());
        assertTrue(lines.get(0).startsWith("coldtrail: "), said.err());
        assertTrue(lines.get(0).contains(named.replace("DIR", dir.toString())), said.err());
        assertEquals("", said.out());
        assertFalse(Files.exists(dir.resolve("case")), "a case was made");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEachCommandHasAnExampleThatBeginsWithIt(String command) {
        Said said = Said.by(command, "--help");
        assertEquals(0, said.code());
        assertTrue(said.out().lines().anyMatch(l -> l.startsWith("  coldtrail " + command + " ")), said.out());
    }

    static Stream<String> commands() {
        return new CommandLine(new Commands()).getSubcommands().keySet().stream();
    }

    @Test
    void helpNamesEachCommand() {
        String help = Said.by("--help").out();
        List<String> unnamed =
                commands().filter(c -> !help.contains("\n  " + c + " ")).toList();
        assertEquals(List.of(), unnamed);
    }
}
