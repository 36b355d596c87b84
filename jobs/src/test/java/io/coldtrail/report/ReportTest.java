package io.coldtrail.report;

import io.coldtrail.SparkTest;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The report of cases made by hand: a plain one, one whose logs were written against its reader, an empty one. */
class ReportTest extends SparkTest {
    private static CaseView story;
    private static CaseView hostile;

    @Test
    void tellsTheStory() throws Exception {
        CaseView view = story();
        Dom page = PageRules.checked("story", view);
        String verdict = page.id("verdict-7f3ac1").getTextContent();
        Assertions.assertTrue(verdict.contains("Last success 04:46:08; all 358 calls since failed."), verdict);
        Assertions.assertTrue(verdict.contains("2 h 45 min to the last success; 3 h 19 min to the last sign"), verdict);
        for (int seq = 1; seq <= 20; seq++) {
            Assertions.assertEquals("tr", page.id("row-7f3ac1-" + seq).getTagName());
        }
        Assertions.assertEquals(
                List.of("#row-7f3ac1-5", "#row-7f3ac1-6", "#row-7f3ac1-11"),
                page.all("a").stream()
                        .filter(a -> a.getAttribute("class").equals("fn"))
                        .map(a -> a.getAttribute("href"))
                        .skip(1)
                        .limit(3)
                        .toList(),
                "the second sentence names rows 5, 6 and 11");
        long marks = page.all("svg").stream()
                .filter(s -> s.getAttribute("class").equals("tl"))
                .mapToLong(s -> s.getElementsByTagName("a").getLength())
                .sum();
        Assertions.assertEquals(20, marks, "each row has one mark");
        Assertions.assertEquals(21, TimelineCsv.of(view).lines().count());
    }

    @Test
    void saysTheSameOfTheSameTables() {
        Tables shuffled = new StoryCase(new Tables(s -> s)).build().shuffled();
        CaseView view = Report.read(shuffled.in(session()));
        Assertions.assertEquals(Page.html(story()), Page.html(view));
        Assertions.assertEquals(TimelineCsv.of(story()), TimelineCsv.of(view));
        Assertions.assertEquals(Summary.of(story()), Summary.of(view));
    }

    @Test
    void staysTextWhateverTheLogsSay() throws Exception {
        CaseView view = hostile();
        Dom page = PageRules.checked("hostile", view);
        Assertions.assertTrue(page.html.contains("&lt;script&gt;"), "the payload is shown as text");
        Assertions.assertTrue(page.html.contains("\u27e8U+202E\u27e9"), "and so is what would turn it around");
        for (String line : Summary.of(view).lines().toList()) {
            String outside = line.replaceAll("(`+)[^`].*?\\1", "");
            Assertions.assertFalse(outside.matches(".*(?<!\\\\)[<\\[].*"), "text only: " + line);
            Assertions.assertFalse(outside.contains("://") || outside.contains("@"), "no link, no mention: " + line);
        }
    }

    @Test
    void isHonestAboutNothing() throws Exception {
        Tables tables = new Tables(s -> s);
        tables.row(
                "objects",
                "object",
                "AWSLogs/x.json.gz",
                "source",
                "cloudtrail",
                "size",
                10,
                "records",
                1,
                "status",
                "read");
        tables.row(
                "cloudtrail",
                "event_time",
                StoryCase.at("01:00:00"),
                "account_id",
                "111122223333",
                "aws_region",
                "eu-west-1");
        CaseView view = Report.read(tables.in(session()));
        Dom page = PageRules.checked("nothing", view);
        String said = page.id("main").getTextContent();
        Assertions.assertTrue(said.contains("No incident was found in what was read."), said);
        Assertions.assertTrue(said.contains("1 event was analysed, from 28 Nov 2022 01:00"), said);
        Assertions.assertTrue(said.contains("That is not proof that nothing happened"), said);
        Assertions.assertTrue(said.contains("what the archive lacks, is not told"), said);
        Assertions.assertFalse(said.contains("Timeline") || said.contains("Spread"), "no empty parts");
        PageRules.checked("blank", Report.read(new Tables(s -> s).in(session())));
    }

    /** A real browser: the script runs, a script that slipped through would not, and nothing is asked of the network. */
    @Test
    void opensInABrowser() throws Exception {
        Browser browser = Browser.find();
        String page = Page.html(hostile());
        String dom = browser.open(page);
        Assertions.assertTrue(dom.contains("data-script=\"on\""), "the script of the page runs");
        Assertions.assertTrue(dom.contains("21 of 21 steps"), "and so does its filter");
        Assertions.assertFalse(dom.contains("data-pwned"), "nothing else does");
        Assertions.assertFalse(browser.complained(), browser.log());
        String leak = page.replace("<footer>", "<script>document.documentElement.dataset.pwned=1</script><footer>");
        Assertions.assertFalse(browser.open(leak).contains("data-pwned"), "the policy holds where escaping would fail");
        Assertions.assertTrue(browser.complained(), "and the browser says so: " + browser.log());
    }

    private CaseView story() {
        if (story == null) {
            story = Report.read(new StoryCase(new Tables(s -> s)).build().in(session()));
        }
        return story;
    }

    private CaseView hostile() {
        if (hostile == null) {
            Tables tables = new StoryCase(new Tables(s -> s + Hostile.TEXT)).build();
            Hostile.more(tables);
            hostile = Report.read(tables.in(session()));
        }
        return hostile;
    }
}
