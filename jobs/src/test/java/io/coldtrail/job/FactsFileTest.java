package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsFileTest {
    @TempDir
    Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("facts.yml"), text);
    }

    @Test
    void aFactHasItsTimeAuthorAndReason() throws IOException {
        var facts = FactsFile.read(
                file(
                        """
                # ours
                - kind: trust
                  what: account
                  value: 012345678901
                  from: 2022-11-09
                  to: 2022-11-10T12:00:00Z
                  author: ana
                  reason: the red team's
                - {kind: suspect, what: instance, value: i-0abc}
                """));
        assertEquals(
                new KnownFact(
                        "trust",
                        "account",
                        "012345678901",
                        Instant.parse("2022-11-09T00:00:00Z"),
                        Instant.parse("2022-11-10T12:00:00Z"),
                        "ana",
                        "the red team's"),
                facts.get(0));
        assertEquals("i-0abc", facts.get(1).value());
        assertEquals("given in facts.yml", facts.get(1).reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: trust | holds no list",
                "- ip=203.0.113.7 | fact 1 is not a list of fields",
                "- {kind: foe, what: ip, value: 203.0.113.7} | fact 1: kind is foe; write suspect or trust",
                "- {kind: trust, what: ip, value: 203.0.113.7, frm: 2022} | fact 1: there is no field frm",
                "- {kind: trust, what: ip} | fact 1 lacks what or value",
                "- {kind: trust, what: ip, value: example.org} | is not an address",
                "- {kind: trust, what: cidr, value: 203.0.113.7} | is not a range",
                "- {kind: trust, what: host, value: x} | is not a fact",
                "'- {' | is not YAML",
            })
    void whatIsWrongIsOneLineThatSaysWhere(String text, String said) throws IOException {
        Path file = file(text);
        UsageException e = assertThrows(UsageException.class, () -> FactsFile.read(file));
        assertTrue(e.getMessage().contains(said), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        UsageException e = assertThrows(UsageException.class, () -> FactsFile.read(dir.resolve("none.yml")));
        assertTrue(e.getMessage().endsWith("there is no such file"), e.getMessage());
    }
}
