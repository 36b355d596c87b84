package io.coldtrail.ask.athena;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.ask.Question;
import io.coldtrail.ask.Questions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AthenaSqlTest {
    @Test
    void valuesAreLiterals() {
        assertEquals("'it''s'", AthenaSql.literal("it's"));
        assertEquals("'a\\'' OR 1=1 --'", AthenaSql.literal("a\\' OR 1=1 --"));
        assertEquals("12", AthenaSql.literal(12L));
        assertEquals(
                "TIMESTAMP '2022-11-10 15:06:15.000 UTC'", AthenaSql.literal(Instant.parse("2022-11-10T15:06:15Z")));
    }

    /** What a value holds is no parameter, and neither is what stands in quotes. */
    @Test
    void nothingIsReplacedTwice() {
        Question question = Questions.of("dns-domain");
        String sql = AthenaSql.of(question, Map.of("domain", ":domain$1"));
        assertEquals(2, sql.split(java.util.regex.Pattern.quote("':domain$1'"), -1).length - 1);
    }

    @Test
    void textOfAthenaIsTyped() {
        assertEquals(7L, AthenaQueries.cell("7", "bigint"));
        assertEquals(0.5, AthenaQueries.cell("0.5", "double"));
        assertEquals(true, AthenaQueries.cell("true", "boolean"));
        assertEquals(
                "2022-11-10T15:06:15Z", AthenaQueries.cell("2022-11-10 15:06:15.000 UTC", "timestamp with time zone"));
        assertEquals(
                "2022-11-10T15:06:15.120Z",
                AthenaQueries.cell("2022-11-10 15:06:15.120", "timestamp(3) with time zone"));
        assertEquals("2022-11-10", AthenaQueries.cell("2022-11-10", "date"));
        assertEquals(null, AthenaQueries.cell(null, "bigint"));
    }
}
