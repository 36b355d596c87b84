package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spread as a picture, from its seeds at the left. Each letter is the grade of a step; nodes lead to their row. */
final class SpreadPicture {
    private static final double WIDTH = 1180;
    private static final double LEAST_COLUMN = 196;
    private static final double MOST_COLUMN = 330;
    /** Room between a node's text and the next column, for the edge and its grade. */
    private static final double EDGE = 76;

    private static final double LINE = 58;
    private static final double TOP = 14;
    private static final double MONO_LETTER = 7.3;
    /** Beyond this a picture is a thicket; the table says the same. */
    private static final int MOST_NODES = 48;

    private final Svg svg = new Svg();
    private final SpreadTree tree;
    private final Names names;
    private final Clock clock;
    private final Map<Fall, Integer> rows = new HashMap<>();
    private final Map<SpreadTree.Node, Double> ends = new HashMap<>();
    private final String incident;
    private final double column;

    private SpreadPicture(SpreadTree tree, List<Fall> falls, String incident, Names names, Clock clock) {
        this.tree = tree;
        this.incident = incident;
        this.names = names;
        this.clock = clock;
        this.column = Math.max(LEAST_COLUMN, Math.min(MOST_COLUMN, WIDTH / tree.columns));
        for (int i = 0; i < falls.size(); i++) {
            rows.put(falls.get(i), i + 1);
        }
    }

    /** Null where there is nothing to draw, or too much. */
    static SafeString of(List<Fall> falls, String incident, Names names, Clock clock) {
        SpreadTree tree = new SpreadTree(falls);
        if (tree.size < 2 || tree.size > MOST_NODES) {
            return null;
        }
        return new SpreadPicture(tree, falls, incident, names, clock).draw();
    }

    private SafeString draw() {
        List<SpreadTree.Node> nodes = new ArrayList<>();
        tree.roots.forEach(r -> flatten(r, nodes));
        nodes.forEach(n -> ends.put(
                n,
                x(n)
                        + 14
                        + Math.max(
                                name(n).length() * MONO_LETTER,
                                Math.max(Svg.width(about(n), 11), Svg.width(state(n.fall), 11)))));
        for (SpreadTree.Node node : nodes) {
            node.children.forEach(child -> edge(node, child, child.fall));
        }
        tree.also.forEach(a -> edge(a.from(), a.to(), a.fall()));
        nodes.forEach(this::node);
        return svg.picture(
                Math.max(WIDTH, tree.columns * column),
                TOP + tree.lines * LINE,
                "sp",
                "group",
                "Spread of the compromise from its seeds. The table below says the same in words.");
    }

    private static void flatten(SpreadTree.Node node, List<SpreadTree.Node> into) {
        into.add(node);
        node.children.forEach(c -> flatten(c, into));
    }

    private void node(SpreadTree.Node node) {
        Fall fall = node.fall;
        double x = x(node);
        double y = y(node);
        String name = name(node);
        svg.link(anchor(fall), name + ", " + state(fall));
        svg.rect(x - 6, y - 10, ends.get(node) - x + 8, 42, "hit");
        svg.circle(x, y, 4, fall.used() ? "nu" : "ne");
        svg.text(x + 10, y + 4, "nm", "start", name);
        String about = about(node);
        svg.text(x + 10, y + 18, "ls", "start", about);
        svg.text(x + 10, y + 31, fall.used() ? "ls vxt" : "ls", "start", state(fall));
        svg.endLink();
    }

    private String about(SpreadTree.Node node) {
        String about = node.count > 1 ? "fell alike" : names.about(node.fall);
        return Words.middle(about, (int) ((column - EDGE) / 6));
    }

    private String state(Fall fall) {
        String seed = fall.parent() == null ? ", seed" : "";
        return (fall.used() ? "used" : "exposed") + (fall.from() == null ? "" : " " + clock.time(fall.from())) + seed;
    }

    private void edge(SpreadTree.Node from, SpreadTree.Node to, Fall fall) {
        boolean back = to.column <= from.column;
        double x1 = back ? x(from) : ends.get(from) + 2;
        double y1 = y(from) + (back ? 34 : 0);
        double x2 = x(to) - 9;
        double y2 = y(to);
        double bend = Math.max(18, (x2 - x1) * .5);
        double c1 = x1 + (back ? 0 : bend);
        double c2 = x2 - (back ? 24 : bend);
        String css = fall.used() ? "ln" : "ln ex";
        svg.path(
                "M" + Svg.n(x1) + " " + Svg.n(y1) + "C" + Svg.n(c1) + " " + Svg.n(back ? y2 : y1) + " " + Svg.n(c2)
                        + " " + Svg.n(y2) + " " + Svg.n(x2) + " " + Svg.n(y2),
                css);
        svg.path("M" + Svg.n(x2 - 5) + " " + Svg.n(y2 - 3) + "l6 3l-6 3z", "arh");
        double gx = bezier(x1, c1, c2, x2);
        double gy = bezier(y1, back ? y2 : y1, y2, y2);
        svg.circle(gx, gy, 8, fall.grade().equals("C") ? "gc gcC" : "gc");
        svg.text(gx, gy + 3.8, "gt", "middle", fall.grade());
    }

    /** A point of the curve near its end, where edges from one node have parted. */
    private static double bezier(double a, double b, double c, double d) {
        double t = .66;
        double s = 1 - t;
        return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
    }

    private String name(SpreadTree.Node node) {
        int letters = (int) ((column - EDGE) / MONO_LETTER);
        if (node.count > 1) {
            return Words.cut(node.count + " " + Words.plain(node.fall.kind()) + "s", letters);
        }
        String name = Visible.line(names.node(node.fall.node()));
        return name.length() <= letters ? name : name.matches("[A-Z0-9]+") ? shortKey(name) : Words.cut(name, letters);
    }

    private static String shortKey(String key) {
        return key.substring(0, 4) + Names.tail(key);
    }

    private String anchor(Fall fall) {
        return "sp-" + incident + "-" + rows.get(fall);
    }

    private double x(SpreadTree.Node node) {
        return 6 + node.column * column;
    }

    private double y(SpreadTree.Node node) {
        return TOP + node.line * LINE;
    }
}
