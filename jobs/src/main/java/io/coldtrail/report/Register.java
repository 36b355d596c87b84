package io.coldtrail.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers the records that the page cites, E1, E2, ... by time, and says where each is printed: a record stands in the
 * page once, in the first finding that rests on it, else in the register, as long as there is room.
 */
final class Register {
    /** A record is read, not scrolled through; past this the table has it whole. Characters. */
    static final int MOST_OF_A_RECORD = 8_192;
    /** Room for all records: keeps the page under 3 MB, as escaped JSON takes half as much again. Characters. */
    private static final int MOST_RAW = 1_100_000;
    /** Records unfolded in one finding; the others are a link away. */
    private static final int MOST_IN_A_FINDING = 2;

    /** Where a claim stands in the page. */
    record Claim(String label, String anchor) {}

    /**
     * A line of the register.
     *
     * @param printed whether the page has room for the record
     * @param finding number of the finding that prints it; 0: the register does
     */
    record Entry(int number, Citation citation, List<Claim> claims, boolean printed, int finding) {
        public String label() {
            return "E" + number;
        }

        public String anchor() {
            return "ev-" + number;
        }

        public boolean cut() {
            return citation.rawLength() > citation.raw().length();
        }

        public String command() {
            return Commands.check(citation);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byRecord = new HashMap<>();
    private final Map<String, List<Citation>> byClaim = new HashMap<>();

    private final List<Finding> findings;
    private final Map<String, Long> inAll;

    /**
     * Numbers the records.
     *
     * @param findings as the page numbers them
     * @param parts the incidents that the page tells
     * @param inAll records that each claim rests on
     */
    Register(List<Finding> findings, List<IncidentPart> parts, List<Citation> citations, Map<String, Long> inAll) {
        this.findings = findings;
        this.inAll = inAll;
        Map<String, Citation> records = new TreeMap<>();
        citations.forEach(c -> {
            records.putIfAbsent(c.record(), c);
            byClaim.computeIfAbsent(c.claim(), k -> new ArrayList<>()).add(c);
        });
        byClaim.values().forEach(l -> l.sort((a, b) -> Integer.compare(a.seq(), b.seq())));
        Map<String, Set<Claim>> claims = claims(parts);
        Map<String, Integer> printed = printed(parts);
        int number = 0;
        for (Citation c : records.values().stream().sorted(Citation.BY_TIME).toList()) {
            Entry entry = new Entry(
                    ++number,
                    c,
                    List.copyOf(claims.getOrDefault(c.record(), Set.of())),
                    printed.containsKey(c.record()),
                    printed.getOrDefault(c.record(), 0));
            entries.add(entry);
            byRecord.put(c.record(), entry);
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    /** A record to show the commands on: the first that can be proved; null for none. */
    public Entry example() {
        return entries.stream()
                .filter(e -> e.finding() > 0 && !e.command().isEmpty())
                .min((a, b) -> Integer.compare(a.finding(), b.finding()))
                .or(() -> entries.stream().filter(e -> !e.command().isEmpty()).findFirst())
                .orElse(null);
    }

    /** The records of a claim, in its own order. */
    public List<Entry> of(String claim) {
        return byClaim.getOrDefault(claim, List.of()).stream()
                .map(c -> byRecord.get(c.record()))
                .distinct()
                .toList();
    }

    /** How many records a claim rests on, shown or not. */
    public long inAll(String claim) {
        return inAll.getOrDefault(claim, 0L);
    }

    /** The records that a finding prints. */
    public List<Entry> printedIn(Finding finding) {
        int number = findings.indexOf(finding) + 1;
        return of(finding.id()).stream().filter(e -> e.finding() == number).toList();
    }

    private Map<String, Set<Claim>> claims(List<IncidentPart> parts) {
        Map<String, Set<Claim>> claims = new HashMap<>();
        for (IncidentPart part : parts) {
            part.questions().forEach(q -> q.answers()
                    .forEach(a -> rest(claims, a.id(), new Claim("question " + q.number(), a.anchor()))));
            part.rows().forEach(s -> rest(claims, s.id(), new Claim("row " + s.seq(), s.anchor())));
            part.exposures().forEach(x -> rest(claims, x.id(), new Claim("taken", x.anchor())));
            part.controls().forEach(k -> rest(claims, k.id(), new Claim("control", k.anchor())));
        }
        for (int i = 0; i < findings.size(); i++) {
            rest(claims, findings.get(i).id(), new Claim("finding " + (i + 1), "f-" + (i + 1)));
        }
        return claims;
    }

    private void rest(Map<String, Set<Claim>> claims, String id, Claim claim) {
        for (Citation c : byClaim.getOrDefault(id, List.of())) {
            claims.computeIfAbsent(c.record(), k -> new LinkedHashSet<>()).add(claim);
        }
    }

    /** The weightiest first, until the room is spent: findings, answers, steps by rank, then what is left. */
    private Map<String, Integer> printed(List<IncidentPart> parts) {
        Map<String, Integer> printed = new HashMap<>();
        int room = MOST_RAW;
        for (int i = 0; i < findings.size(); i++) {
            int taken = 0;
            for (Citation c : byClaim.getOrDefault(findings.get(i).id(), List.of())) {
                if (taken < MOST_IN_A_FINDING
                        && c.raw().length() <= room
                        && printed.putIfAbsent(c.record(), i + 1) == null) {
                    taken++;
                    room -= c.raw().length();
                }
            }
        }
        List<String> ids = new ArrayList<>();
        parts.forEach(p -> p.questions().forEach(q -> q.answers().forEach(a -> ids.add(a.id()))));
        parts.stream().flatMap(p -> p.rows().stream()).sorted(Step.BY_RANK).forEach(s -> ids.add(s.id()));
        parts.forEach(p -> p.exposures().forEach(x -> ids.add(x.id())));
        parts.forEach(p -> p.controls().forEach(k -> ids.add(k.id())));
        findings.forEach(f -> ids.add(f.id()));
        for (String id : ids) {
            for (Citation c : byClaim.getOrDefault(id, List.of())) {
                if (c.raw().length() <= room && printed.putIfAbsent(c.record(), 0) == null) {
                    room -= c.raw().length();
                }
            }
        }
        return printed;
    }
}
