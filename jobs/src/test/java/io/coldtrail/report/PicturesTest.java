package io.coldtrail.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
    @Test
    void timeNeverRunsBackwardsAndSilenceIsCut() {
        Instant first = Instant.parse("2022-11-28T02:00:00Z");
        Instant second = Instant.parse("2022-12-03T09:00:00Z");
        TimeAxis axis = new TimeAxis(
                List.of(
                        new TimeAxis.Span(second, second.plusSeconds(1800)),
                        new TimeAxis.Span(first, first.plusSeconds(3600)),
                        new TimeAxis.Span(first.plusSeconds(600), first.plusSeconds(660))),
                100,
                1100);
        assertEquals(1, axis.cuts().size(), "five days of silence");
        double before = 99;
        for (long s = 0; s < 6 * 86_400; s += 60) {
            double x = axis.x(first.plusSeconds(s));
            assertTrue(x >= before && x <= 1100, s + " s");
            before = x;
        }
        double hour = axis.x(first.plusSeconds(3600)) - axis.x(first);
        double half = axis.x(second.plusSeconds(1800)) - axis.x(second);
        assertTrue(hour > 500 && half > 250, hour + " and " + half);
        assertTrue(
                axis.ticks().stream().anyMatch(t -> t.label().startsWith("3 Dec")),
                "the day is named where it changes");
        TimeAxis moment = new TimeAxis(List.of(new TimeAxis.Span(first, first)), 0, 100);
        assertEquals(50, moment.x(first), 1);
    }

    @Test
    void spreadIsATreeWhateverTheTableHolds() {
        List<Fall> falls = new ArrayList<>();
        falls.add(fall("session:a", null, "S3", 0));
        for (int i = 0; i < 21; i++) {
            falls.add(fall("session:b" + i, "session:a", "K1", 1));
        }
        falls.add(fall("address:x", "session:a", "A1", 1));
        falls.add(fall("session:c", "address:x", "K3", 2));
        falls.add(fall("session:c", "session:a", "K1", 2));
        falls.add(fall("ring:1", "ring:2", "K1", 1));
        falls.add(fall("ring:2", "ring:1", "K1", 2));
        SpreadTree tree = new SpreadTree(falls);
        assertEquals(3, tree.roots.size(), "the seed, and a ring that hangs on nothing");
        assertEquals(
                List.of(21, 1),
                tree.roots.get(0).children.stream().map(n -> n.count).toList(),
                "21 alike are one node");
        assertEquals(1, tree.also.size(), "session c fell by a second way");
        assertEquals(3, tree.columns);
    }

    @Test
    void storyNamesTheRowsThatProveIt() {
        List<Step> steps = List.of(step(1, "02:12:09"), step(2, "02:30:08"));
        assertEquals(
                "At 02:30:08 they came<a class=\"fn\" href=\"#row-i-2\" title=\"row 2\">2</a>, and stayed.",
                Story.of("At 02:30:08 they came, and stayed.", steps).html().toString());
        assertEquals(
                "They came<a class=\"fn\" href=\"#row-i-1\" title=\"row 1\">1</a>; [9] is no row.",
                Story.of("They came [1]; [9] is no row.", steps).html().toString());
    }

    private static Fall fall(String node, String parent, String rule, int hop) {
        String kind = node.substring(0, node.indexOf(':'));
        return new Fall(node, kind, "USED", "A", null, null, rule, parent, "", "", "", null, hop, "i");
    }

    private static Step step(int seq, String hour) {
        return new Step(
                "s" + seq,
                "i",
                "entry",
                seq,
                StoryCase.at(hour),
                StoryCase.at(hour),
                "attacker",
                "A",
                null,
                null,
                List.of(),
                Tactic.of("impact"),
                "",
                "s3:GetObject",
                "",
                "",
                0,
                List.of(),
                List.of(),
                List.of(),
                "success",
                1,
                1,
                0,
                0,
                0,
                "",
                "",
                List.of(),
                1,
                List.of(),
                "",
                List.of("cloudtrail"));
    }
}
