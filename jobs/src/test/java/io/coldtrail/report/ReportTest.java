package io.coldtrail.report;

import io.coldtrail.SparkTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

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

    /** The eight questions: an answer stands beside its proof, and the proof leads back to it. */
    @Test
    void answersEachQuestionWithItsProof() throws Exception {
        Dom page = PageRules.checked("story", story());
        for (int i = 1; i <= 9; i++) {
            String answer = "q-c" + i;
            List<Element> cited = Dom.links(page.id(answer), "#ev-");
            Assertions.assertFalse(cited.isEmpty(), answer + " cites no record");
            Element line = page.id(cited.get(0).getAttribute("href").substring(1));
            Assertions.assertTrue(
                    Dom.links(line, "#" + answer).size() == 1, answer + " is proven by " + line.getTextContent());
            String proof = line.getTextContent();
            Assertions.assertTrue(
                    proof.contains("object sha256") && proof.contains("of the uncompressed object"), proof);
        }
        String asked = page.id("questions-7f3ac1").getTextContent();
        Assertions.assertTrue(asked.contains("Was the brute force successful?"), asked);
        Assertions.assertTrue(asked.contains("8. Which remedies are safe to automate?"), asked);
        Assertions.assertTrue(asked.contains("not answered"), "a question without an answer is not left out");
        Assertions.assertEquals(
                "cannot tell", verdict(page, "q-c8"), "and what nobody can know is not answered with no");
        Assertions.assertTrue(
                page.id("q-c8").getTextContent().contains("Needs VPC flow logs: the archive has none of it."));
        Assertions.assertEquals("cannot tell", verdict(page, "q-c6"));
        Assertions.assertTrue(
                page.id("q-c6").getTextContent().contains("Needs S3 access logs, of which the archive has 40 %."));
        Assertions.assertEquals("no", verdict(page, "q-c7"));
        Element text = page.id(
                Dom.links(page.id("q-c1"), "#ev-").get(0).getAttribute("href").substring(1));
        Assertions.assertTrue(
                text.getTextContent().contains("sshd[3121]: Accepted password for alice from 203.0.113.66 port 40022"),
                text.getTextContent());
        Element row = page.id(
                Dom.links(page.id("q-c1"), "#ev-").get(1).getAttribute("href").substring(1));
        Assertions.assertTrue(row.getTextContent().contains("a row of a Parquet file"), row.getTextContent());
        Assertions.assertFalse(row.getTextContent().contains("gzip"), "which no command can cut out");
    }

    @Test
    void saysWhatWasTakenWhatHoldsAndWhatIsNotSeen() throws Exception {
        Dom page = PageRules.checked("story", story());
        Assertions.assertEquals(
                List.of("READ_PROVEN", "REACHABLE", "LISTED", "NONE_SEEN_COVERED"), verdicts(page, "taken-7f3ac1"));
        Assertions.assertEquals(
                List.of("BROKEN", "MISSING", "NOT_COVERED", "UNTESTED", "HELD"), verdicts(page, "containment-7f3ac1"));
        Assertions.assertEquals(List.of("OFF", "PARTIAL", "UNKNOWN", "QUIET"), verdicts(page, "blind"));
        Assertions.assertTrue(
                page.id("blind").getTextContent().contains("Did our machines attack, or were they attacked?"),
                "a blind spot names who needs it");
        String verdict = page.id("verdict-7f3ac1").getTextContent();
        Assertions.assertTrue(verdict.contains("EntryAt 02:12:09 the password of alice was guessed"), verdict);
        Assertions.assertTrue(verdict.contains("Taken1: config.py, 88,596 bytes. 1 reachable. 1 listed."), verdict);
        Assertions.assertTrue(verdict.contains("1 broken, 1 missing, 1 not covered, 1 untested, 1 held"), verdict);
        Assertions.assertTrue(
                verdict.contains("438 in CloudTrail, 118 in VPC flow logs, 188 in SSH login logs"), verdict);
        int first = verdict.indexOf("Rotate the secrets in config.py.");
        int second = verdict.indexOf("Switch off password login over SSH on i-0a1b2c3d4e5f60718.");
        Assertions.assertTrue(first > 0 && second > first, "orders by priority: " + verdict);
        Assertions.assertTrue(verdict.contains("118 calls by its usual owner. A machine may do it after that check."));
        Assertions.assertTrue(verdict.contains("No DNS query log is in the archive"), verdict);
        Assertions.assertFalse(verdict.contains("EBS"), "page one names what touches an answer");
        Assertions.assertFalse(page.html.contains("All but CloudTrail"), "all logs are read");
        String summary = Summary.of(story());
        Assertions.assertTrue(
                summary.contains("- **Cannot tell.** Nobody else read an object of the bucket."), summary);
        Assertions.assertTrue(summary.contains("**DNS query logs.** No DNS query log is in the archive"), summary);
    }

    /** A case that the trace drew no conclusions of, as an older one: what the steps and findings say stands in for it. */
    @Test
    void makesDoWithoutConclusions() throws Exception {
        Tables tables = new StoryCase(new Tables(s -> s))
                .build()
                .without("claims", "exposures", "containment", "blind_spots", "hits");
        Dom page = PageRules.checked("plain", Report.read(tables.in(session())));
        String verdict = page.id("verdict-7f3ac1").getTextContent();
        Assertions.assertTrue(verdict.contains("88,596 bytes left in 69 calls"), verdict);
        Assertions.assertTrue(verdict.contains("205 calls that are not the attacker's"), verdict);
        Assertions.assertTrue(verdict.contains("Not looked for."), "nothing named is not nothing missing: " + verdict);
        Assertions.assertFalse(page.html.contains("id=\"questions-"), "no empty parts");
    }

    @Test
    void tellsATerminal() {
        Brief brief =
                Brief.of(Report.read(new StoryCase(new Tables(s -> s)).build().in(session())));
        Brief.Told told = brief.incidents().get(StoryCase.INCIDENT);
        Assertions.assertEquals(Map.of("cloudtrail", 438L, "flow", 118L, "host_auth", 188L), told.records());
        Assertions.assertEquals(8, told.questions().size());
        Assertions.assertEquals(2, told.questions().get(4).more(), "three answers on objects");
        Assertions.assertEquals("cannot_tell", told.questions().get(5).verdict());
        Assertions.assertEquals("", told.questions().get(7).verdict(), "nobody answered the last");
        Assertions.assertEquals(
                List.of(
                        "Rotate the secrets in `config.py`.",
                        "Switch off password login over SSH on `i-0a1b2c3d4e5f60718`."),
                told.orders().stream().map(Brief.Order::what).toList());
        Map<String, String> marks = brief.coverage().strips().stream()
                .collect(Collectors.toMap(Coverage.Strip::log, Coverage.Strip::marks));
        Assertions.assertEquals(StoryCase.at("00:00:00"), brief.coverage().from());
        Assertions.assertEquals("###+#.......", marks.get("flow"), "11 min are missing after 03:20");
        Assertions.assertEquals("##..........", marks.get("s3_access"));
        Assertions.assertEquals("", marks.get("dns"), "not in the archive");
    }

    private static String verdict(Dom page, String answer) {
        return verdicts(page, answer).get(0);
    }

    private static List<String> verdicts(Dom page, String within) {
        return Dom.within(page.id(within), "span")
                .filter(s -> s.getAttribute("class").startsWith("vd "))
                .map(Element::getTextContent)
                .toList();
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
