package io.coldtrail.trace.exposure;

import io.coldtrail.lake.Grade;
import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import io.coldtrail.trace.incident.IncidentView;
import io.coldtrail.trace.incident.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** What became of one object, by the requests for it and by how its bucket was set. */
final class ObjectExposure {
    private final Row object;
    private final IncidentView incident;
    private final String bucket;
    private final String key;
    private final Instant put;
    private final OpenTime got;
    private final OpenTime listed;
    private final OpenTime asStored;
    private final List<String> said = new ArrayList<>();

    ObjectExposure(Row object, IncidentView incident, BucketHistory history) {
        this.object = object;
        this.incident = incident;
        this.bucket = Cell.text(object, "bucket_name");
        this.key = Cell.text(object, "object_key");
        this.put = Cell.time(object, "put_last");
        List<OpenTime> open = history.open(bucket, incident.first()).stream()
                .filter(this::wasThere)
                .toList();
        this.got = open.stream().filter(o -> o.get().equals("yes")).findFirst().orElse(null);
        this.listed =
                open.stream().filter(o -> o.list().equals("yes")).findFirst().orElse(null);
        this.asStored = put == null ? null : history.at(bucket, put);
    }

    private boolean wasThere(OpenTime open) {
        Instant deleted = Cell.time(object, "deleted");
        boolean gone = deleted != null && (put == null || deleted.isAfter(put));
        return (put == null || open.to() == null || put.isBefore(open.to()))
                && (!gone || open.from() == null || deleted.isAfter(open.from()));
    }

    private long n(String column) {
        return Cell.number(object, column);
    }

    Row row() {
        String encryption = encryption();
        String contents = Contents.of(key);
        String state = state();
        boolean used = object.getAs("grade") != null;
        OpenTime open = got != null ? got : listed;
        List<Row> refs = new ArrayList<>(Evidence.of(object));
        if (open != null && open.ref() != null) {
            refs.add(0, open.ref());
        }
        String detail = detail(encryption);
        Instant first = Cell.time(object, "time_first");
        return TableRow.of("exposures")
                .set("exposure_id", Ids.of("exposure", incident.id(), "object", bucket, key))
                .set("incident_id", incident.id())
                .set("kind", "object")
                .set("resource_type", "AwsS3Object")
                .set("resource_id", "arn:aws:s3:::" + bucket + "/" + key)
                .set("container", bucket)
                .set("item", key)
                .set("state", state)
                .set("time_first", first == null && open != null ? open.from() : first)
                .set("time_last", first == null && open != null ? open.to() : Cell.time(object, "time_last"))
                .set("who", who())
                .set("n", n("reads") + n("copies") + n("strangers"))
                .set("bytes", n("bytes"))
                .set("size", object.getAs("size"))
                .set("fate", fate())
                .set("encryption", encryption)
                .set("contents", contents == null ? null : contents + ", by its name")
                .set("grade", used ? object.getAs("grade") : n("strangers") > 0 ? Grade.A.name() : Grade.B.name())
                .set("rule", used ? "attacker's requests" : n("strangers") > 0 ? "anonymous requests" : "bucket open")
                .set("detail", detail)
                .set("evidence", Evidence.together(List.of(refs)))
                .row();
    }

    private String state() {
        if (n("copies") > 0) {
            return "COPY_PROVEN";
        }
        if (n("reads") + n("strangers") > 0) {
            return "READ_PROVEN";
        }
        // its put or delete was logged, so a read of it would have been
        return got != null ? "REACHABLE" : listed != null ? "LISTED" : "NONE_SEEN_COVERED";
    }

    private List<String> who() {
        // of what was taken: who took it; else who put or deleted it
        List<String> takers = Cell.texts(object, "takers");
        List<String> who = new ArrayList<>(takers.isEmpty() ? Cell.texts(object, "addresses") : takers);
        if (n("strangers") > 0 || got != null || listed != null) {
            who.add("anonymous");
        }
        return who;
    }

    /** Of the object as it was put last; the bucket's default speaks where the request does not. */
    private String encryption() {
        String said = object.getAs("encryption");
        return said != null ? said : asStored == null ? null : asStored.encryption();
    }

    private String fate() {
        Instant deleted = Cell.time(object, "deleted");
        if (n("deletes") == 0 || deleted == null || put != null && put.isAfter(deleted)) {
            return n("puts") + n("reads") + n("copies") > 0 ? "KEPT" : null;
        }
        String versioning = asStored == null ? null : asStored.versioning();
        return versioning == null ? null : versioning.equals("Enabled") ? "RECOVERABLE" : "LOST";
    }

    private String detail(String encryption) {
        said(n("puts"), "put by the attacker " + Say.times(n("puts")));
        said(n("reads"), "read by the attacker " + Say.times(n("reads")) + bytes(n("strangers") == 0));
        said(n("copies"), "copied by the attacker " + Say.times(n("copies")));
        said(n("deletes"), "deleted by the attacker " + Say.times(n("deletes")));
        said(n("strangers"), "read without sign-in " + Say.times(n("strangers")));
        if (got != null) {
            said.add("within anyone's reach " + Say.span(got.from(), got.to()));
        }
        if (listed != null) {
            said.add("named to anyone who listed the bucket " + Say.span(listed.from(), listed.to())
                    + (got == null ? ", which does not let them read it" : ""));
        }
        if ("none".equals(encryption)) {
            said.add("stored unencrypted");
        }
        String text = key + ": " + String.join("; ", said) + ".";
        if (Contents.CREDENTIALS.equals(Contents.of(key))) {
            text += " By its name it holds keys or passwords: count what is in it as known to others, tokens of other"
                    + " services too.";
        }
        return text;
    }

    private void said(long n, String what) {
        if (n > 0) {
            said.add(what);
        }
    }

    private String bytes(boolean alone) {
        return alone && n("bytes") > 0 ? " (" + Say.number(n("bytes")) + " bytes)" : "";
    }
}
