package io.coldtrail.report;

import java.time.Instant;
import java.util.Comparator;
import org.apache.spark.sql.Row;

/**
 * A row of {@code evidence}.
 *
 * @param raw the record as archived, or its beginning
 * @param rawLength characters of the whole record
 */
record Citation(
        String claimKind,
        String claim,
        int seq,
        String log,
        String event,
        Instant time,
        String object,
        String uri,
        String version,
        String etag,
        String objectSha256,
        Long index,
        Long offset,
        Long length,
        String form,
        String recordSha256,
        String raw,
        long rawLength) {
    /** By time, ties by place in the archive. */
    static final Comparator<Citation> BY_TIME = Comparator.comparing(
                    Citation::time, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Citation::object)
            .thenComparing(Citation::index, Comparator.nullsFirst(Comparator.naturalOrder()));

    static Citation of(Row row) {
        Cells c = new Cells(row);
        Object raw = row.getAs("raw");
        return new Citation(
                c.word("claim_kind"),
                c.word("claim_id"),
                (int) c.count("seq"),
                c.word("log"),
                c.word("event_id"),
                c.time("event_time"),
                c.word("object"),
                c.word("uri"),
                c.word("version_id"),
                c.word("etag"),
                c.word("object_sha256"),
                c.number("record_index"),
                c.number("record_offset"),
                c.number("record_length"),
                c.word("record_form"),
                c.word("record_sha256"),
                raw == null ? "" : raw.toString(),
                c.count("raw_length"));
    }

    /** Names the record: two claims may rest on one. */
    String record() {
        return log + '\n' + object + '\n' + index + '\n' + offset;
    }

    /** Last byte of the record in the uncompressed object. */
    public Long lastByte() {
        return offset == null || length == null ? null : (Long) (offset + length - 1);
    }

    /** The object without its folders. */
    public String file() {
        return object.substring(object.lastIndexOf('/') + 1);
    }
}
