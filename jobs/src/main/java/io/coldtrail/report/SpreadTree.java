package io.coldtrail.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spread as a tree from its seeds: each node under the one it fell from first. Many nodes that fell alike from one
 * parent are one node that counts them.
 */
final class SpreadTree {
    /** Siblings that fell alike, up to which each is drawn. */
    private static final int ALIKE = 4;

    /** A node, at its column and line of the drawing. */
    static final class Node {
        final Fall fall;
        final List<Node> children = new ArrayList<>();
        int count = 1;
        int column;
        double line;

        Node(Fall fall) {
            this.fall = fall;
        }
    }

    /** A further way by which a node fell. */
    record Also(Node from, Node to, Fall fall) {}

    final List<Node> roots = new ArrayList<>();
    final List<Also> also = new ArrayList<>();
    int columns;
    double lines;
    int size;

    SpreadTree(List<Fall> falls) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        List<Fall> drawn =
                falls.stream().filter(f -> !f.kind().equals("review")).toList();
        for (Fall fall : drawn) {
            nodes.putIfAbsent(fall.node(), new Node(fall));
        }
        Set<String> under = new HashSet<>();
        for (Node node : nodes.values()) {
            Node parent = node.fall.parent() == null ? null : nodes.get(node.fall.parent());
            if (parent == null || parent == node || above(nodes, parent, node)) {
                roots.add(node);
            } else {
                parent.children.add(node);
                under.add(node.fall.node());
            }
        }
        roots.forEach(SpreadTree::fold);
        Set<Node> kept = new HashSet<>();
        for (Node root : roots) {
            lines = place(root, 0, lines, kept);
        }
        size = kept.size();
        for (Fall fall : drawn) {
            Node to = nodes.get(fall.node());
            Node from = fall.parent() == null ? null : nodes.get(fall.parent());
            if (to.fall != fall && from != null && from != to && kept.contains(from) && kept.contains(to)) {
                also.add(new Also(from, to, fall));
            }
        }
    }

    /** True where the node is among its would-be parent's own ancestors: a ring in the table must not hang the page. */
    private static boolean above(Map<String, Node> nodes, Node parent, Node node) {
        Set<Node> seen = new HashSet<>();
        for (Node n = parent; n != null && seen.add(n); ) {
            if (n == node) {
                return true;
            }
            n = n.fall.parent() == null ? null : nodes.get(n.fall.parent());
        }
        return false;
    }

    private static void fold(Node node) {
        node.children.forEach(SpreadTree::fold);
        Map<String, List<Node>> alike = new LinkedHashMap<>();
        for (Node child : node.children) {
            String key = child.children.isEmpty()
                    ? child.fall.kind()
                            + '\n'
                            + child.fall.state()
                            + '\n'
                            + child.fall.rule()
                            + '\n'
                            + child.fall.grade()
                    : child.fall.node();
            alike.computeIfAbsent(key, k -> new ArrayList<>()).add(child);
        }
        node.children.clear();
        for (List<Node> same : alike.values()) {
            if (same.size() > ALIKE) {
                same.get(0).count = same.size();
                node.children.add(same.get(0));
            } else {
                node.children.addAll(same);
            }
        }
    }

    private double place(Node node, int column, double line, Set<Node> kept) {
        kept.add(node);
        node.column = column;
        columns = Math.max(columns, column + 1);
        if (node.children.isEmpty()) {
            node.line = line;
            return line + 1;
        }
        double next = line;
        for (Node child : node.children) {
            next = place(child, column + 1, next, kept);
        }
        node.line = (node.children.get(0).line + node.children.get(node.children.size() - 1).line) / 2;
        return next;
    }
}
