package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** A row of {@code exposures}: a thing that was taken, reached, left open, or could have been. */
record Exposure(
        String id,
        String incident,
        String kind,
        String resource,
        String container,
        String item,
        String state,
        Instant first,
        Instant last,
        Instant expires,
        List<String> who,
        long n,
        long bytes,
        Long size,
        String fate,
        String encryption,
        String contents,
        String grade,
        String detail) {
    private static final List<String> STATES =
            List.of("READ_PROVEN", "COPY_PROVEN", "REACHABLE", "LISTED", "UNKNOWN_NOT_LOGGED", "NONE_SEEN_COVERED");

    /** The surest loss first, then the larger. */
    static final Comparator<Exposure> WORST_FIRST = Comparator.comparingInt(Exposure::rank)
            .thenComparing(Comparator.comparingLong(Exposure::bytes).reversed())
            .thenComparing(Exposure::first, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Exposure::resource)
            .thenComparing(Exposure::id);

    static Exposure of(Row row) {
        Cells c = new Cells(row);
        return new Exposure(
                c.word("exposure_id"),
                c.word("incident_id"),
                c.word("kind"),
                c.word("resource_id"),
                c.word("container"),
                c.word("item"),
                c.word("state"),
                c.time("time_first"),
                c.time("time_last"),
                c.time("expires"),
                c.texts("who"),
                c.count("n"),
                c.count("bytes"),
                c.number("size"),
                c.word("fate"),
                c.word("encryption"),
                c.word("contents"),
                c.word("grade"),
                c.word("detail"));
    }

    /** A state not known stands last: the table may name it, the page does not judge it. */
    private int rank() {
        int at = STATES.indexOf(state);
        return at < 0 ? STATES.size() : at;
    }

    /** Known to have left. */
    public boolean proven() {
        return state.endsWith("_PROVEN");
    }

    /** bad: it is gone; open: it could be; quiet: it is covered and was not touched. */
    public String tone() {
        return proven() ? "bad" : rank() < STATES.indexOf("NONE_SEEN_COVERED") ? "open" : "quiet";
    }

    /** Place in the page. */
    public String anchor() {
        return "x-" + id;
    }

    /** The item, else the resource. */
    public String name() {
        return item.isEmpty() ? Names.resource(resource) : item;
    }
}
