package io.coldtrail.report;

import io.coldtrail.SparkTest;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The report of cases made by hand: a plain one, one whose logs were written against its reader, an empty one. */
class ReportTest extends SparkTest {
    @Test
    void tellsTheStory() throws Exception {
        CaseView view = Report.read(new StoryCase(new Tables(s -> s)).build().in(session()));
        Dom page = PageRules.checked("story", view);
        String verdict = page.id("verdict-7f3ac1").getTextContent();
        Assertions.assertTrue(verdict.contains("Last success 04:46:08; all 358 calls since failed."), verdict);
        Assertions.assertTrue(verdict.contains("2 h 25 min to the last success; 2 h 59 min to the last sign"), verdict);
        Assertions.assertTrue(verdict.contains("88,596 bytes left in 69 calls"), verdict);
        Assertions.assertTrue(verdict.contains("205 calls that are not the attacker's"), verdict);
        Assertions.assertTrue(verdict.contains("1 object not readable."), verdict);
        Assertions.assertFalse(verdict.contains("us-east-1."), "events of us-east-1 are there");
        for (int seq = 1; seq <= 17; seq++) {
            Assertions.assertEquals("tr", page.id("row-7f3ac1-" + seq).getTagName());
        }
        Assertions.assertEquals(
                List.of("#row-7f3ac1-3", "#row-7f3ac1-4", "#row-7f3ac1-9"),
                page.all("a").stream()
                        .filter(a -> a.getAttribute("class").equals("fn"))
                        .map(a -> a.getAttribute("href"))
                        .skip(1)
                        .limit(3)
                        .toList(),
                "the second sentence names rows 3, 4 and 9");
        long marks = page.all("svg").stream()
                .filter(s -> s.getAttribute("class").equals("tl"))
                .mapToLong(s -> s.getElementsByTagName("a").getLength())
                .sum();
        Assertions.assertEquals(17, marks, "each row has one mark");
        Assertions.assertEquals(18, TimelineCsv.of(view).lines().count());
    }

    @Test
    void saysTheSameOfTheSameTables() {
        Tables tables = new StoryCase(new Tables(s -> s)).build();
        String page = Page.html(Report.read(tables.in(session())));
        String again = Page.html(Report.read(tables.shuffled().in(session())));
        Assertions.assertEquals(page, again);
    }

    @Test
    void staysTextWhateverTheLogsSay() throws Exception {
        Tables tables = new StoryCase(new Tables(s -> s + Hostile.TEXT)).build();
        Hostile.more(tables);
        CaseView view = Report.read(tables.in(session()));
        Dom page = PageRules.checked("hostile", view);
        Assertions.assertTrue(page.html.contains("&lt;script&gt;"), "the payload is shown as text");
        Assertions.assertTrue(page.html.contains("\u27e8U+202E\u27e9"), "and so is what would turn it around");
        for (String line : Summary.of(view).lines().toList()) {
            String outside = line.replaceAll("(`+)[^`].*?\\1", "");
            Assertions.assertFalse(outside.matches(".*(?<!\\\\)[<\\[!].*"), "text only: " + line);
            Assertions.assertFalse(outside.contains("://") || outside.contains("@"), "no link, no mention: " + line);
        }
    }

    @Test
    void isHonestAboutNothing() throws Exception {
        Tables tables = new Tables(s -> s);
        tables.add("objects", "object", "AWSLogs/x.json.gz", "source", "cloudtrail", "size", 10, "records", 1, "status", "read");
        tables.add("cloudtrail", "event_time", StoryCase.at("01:00:00"), "account_id", "111122223333", "aws_region", "eu-west-1");
        CaseView view = Report.read(tables.in(session()));
        Dom page = PageRules.checked("nothing", view);
        String said = page.id("main").getTextContent();
        Assertions.assertTrue(said.contains("No incident was found in what was read."), said);
        Assertions.assertTrue(said.contains("1 event from 28 Nov 2022 01:00"), said);
        Assertions.assertTrue(said.contains("That is not proof that nothing happened"), said);
        Assertions.assertTrue(said.contains("No data event is in the archive"), said);
        Assertions.assertFalse(said.contains("Timeline") || said.contains("Spread"), "no empty parts");
        PageRules.checked("blank", Report.read(new Tables(s -> s).in(session())));
    }
}
