package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The timeline as a picture: a lane for each principal and address, and for each other log and address, a mark for each row in the colour of its tactic,
 * grey where it was denied, hollow where the attacker only probably did it. Each mark leads to its row, and the table
 * says the same in words.
 */
final class TimelinePicture {
    private static final double WIDTH = 1180;
    private static final double LEFT = 262;
    private static final double RIGHT = 1172;
    private static final double TOP = 26;
    private static final double TACTIC = 15;
    /** Letters of a lane's name that fit left of the picture. */
    private static final int NAME = 36;

    private final Svg body = new Svg();
    private final List<Step> steps;
    private final TimeAxis axis;
    private final Clock clock;
    private double y = TOP;

    private TimelinePicture(List<Step> steps, Clock clock) {
        this.steps = steps;
        this.clock = clock;
        this.axis = new TimeAxis(spans(steps), LEFT, RIGHT);
    }

    /** The time of the attack; what a machine of the attacker's does all day is cut at its edges. */
    private static List<TimeAxis.Span> spans(List<Step> steps) {
        List<Step> attack = steps.stream().filter(s -> !s.background()).toList();
        return (attack.isEmpty() ? steps : attack)
                .stream()
                        .map(s -> new TimeAxis.Span(s.first(), s.last() == null ? s.first() : s.last()))
                        .toList();
    }

    /** Null where no step has a time. */
    static SafeString of(List<Step> all, Archive archive, List<BlindSpot> blind, Clock clock) {
        List<Step> timed = all.stream().filter(s -> s.first() != null).toList();
        if (timed.isEmpty()) {
            return null;
        }
        return new TimelinePicture(timed, clock).draw(archive, blind);
    }

    private SafeString draw(Archive archive, List<BlindSpot> blind) {
        tactics();
        Set<Step> named = new HashSet<>(Moments.of(steps));
        List<Lane> lanes = Lane.of(steps);
        double attackTop = y;
        for (Lane lane : lanes) {
            head(lane);
            y += lane.kind() == Lane.Kind.RESPONDER
                    ? new ResponderMarks(axis, clock).draw(body, lane.steps(), y, attackTop)
                    : new LaneMarks(axis, clock).draw(body, lane, named, y);
        }
        coverage(archive, blind);
        Svg all = grid();
        return all.add(body)
                .picture(
                        WIDTH,
                        y + 22,
                        "tl",
                        "group",
                        "Timeline, " + clock.time(axis.begin()) + " to " + clock.time(axis.end())
                                + " UTC, by principal or log, and address. The table Every step says the same in words.");
    }

    private Svg grid() {
        Svg grid = new Svg();
        for (TimeAxis.Tick tick : axis.ticks()) {
            grid.line(tick.x(), TOP, tick.x(), y, "grid");
            grid.text(tick.x(), 16, "ax", tick.x() > RIGHT - 24 ? "end" : "middle", tick.label());
        }
        for (double cut : axis.cuts()) {
            grid.rect(cut - 9, TOP - 2, 18, y - TOP + 2, "brk");
            grid.path(
                    "M" + Svg.n(cut - 5) + " " + Svg.n(y + 6) + "l4 -8M" + Svg.n(cut + 1) + " " + Svg.n(y + 6)
                            + "l4 -8",
                    "brkl");
        }
        String day = clock.day() == null ? "UTC" : Clock.day(clock.day()) + ", UTC";
        return grid.text((LEFT + RIGHT) / 2, y + 16, "ax", "middle", day);
    }

    private void head(Lane lane) {
        String css =
                switch (lane.kind()) {
                    case ATTACKER -> "ll";
                    case UNDECIDED -> "ll und";
                    case RESPONDER -> "ll rsp";
                };
        body.line(0, y, WIDTH, y, "lane");
        body.text(0, y + 17, css, "start", Words.middle(lane.label(), NAME));
        if (!lane.about().isEmpty()) {
            body.text(0, y + 31, "ls", "start", Words.middle(lane.about(), NAME + 4));
        }
    }

    /** A thin line for each of the five groups of tactics, named at the left. */
    private void tactics() {
        TreeMap<Integer, List<Step>> groups = new TreeMap<>();
        for (Step step : steps) {
            if (step.attackers() && step.tactic().group() > 0) {
                groups.computeIfAbsent(step.tactic().group(), k -> new ArrayList<>())
                        .add(step);
            }
        }
        if (groups.isEmpty()) {
            return;
        }
        body.line(0, y, WIDTH, y, "lane");
        y += 5;
        for (var group : groups.entrySet()) {
            TreeSet<String> words = new TreeSet<>();
            group.getValue().forEach(s -> words.add(Words.plain(s.tactic().word())));
            body.rect(0, y + 3, 8, 8, "t" + group.getKey());
            body.text(14, y + 11, "ls2", "start", Words.cut(String.join(", ", words), NAME + 6));
            for (Step step : group.getValue()) {
                double x = axis.x(step.first());
                double end = step.last() == null ? x : axis.x(step.last());
                body.rect(
                        x,
                        y + 5,
                        Math.max(2, end - x),
                        4,
                        "t" + group.getKey() + (step.succeeded() > 0 ? "" : " faint"));
            }
            y += TACTIC;
        }
        y += 6;
    }

    private void coverage(Archive archive, List<BlindSpot> blind) {
        Set<String> regions = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        steps.forEach(s -> {
            regions.addAll(s.regions());
            accounts.addAll(s.accounts());
        });
        y += new CoverageStrips(body, axis, LEFT, RIGHT).draw(archive.strips(), accounts, regions, blind, y);
    }
}
