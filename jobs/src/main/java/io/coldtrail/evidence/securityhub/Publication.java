package io.coldtrail.evidence.securityhub;

import io.coldtrail.evidence.AsffLimits;
import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.evidence.securityhub.SecurityHub.Failed;
import io.coldtrail.evidence.securityhub.SecurityHubException.Kind;
import io.coldtrail.lake.Case;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * One publish of a case: what Security Hub has not yet, account by account and region by region, in calls within its
 * limits. What it took is remembered in table {@code published}, call by call, so that the next publish sends what changed
 * since, be it after a kill; what was sent twice all the same has the same Id and UpdatedAt, and changes nothing there.
 */
public final class Publication {
    /** Of what stands around the findings of a call. */
    private static final int ENVELOPE_BYTES = 20;

    private final Case kase;
    private final Selection selection;
    private final Instant now;
    private final Map<AwsPlace, Tally> tallies = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Outgoing> call = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private long callBytes;
    private String runId;
    private SecurityHub hub;
    private String caller;
    private int seq;
    private long tooMild;
    private long notImportable;

    /** A finding that was sent and not taken; what Security Hub says of it. */
    public record Failure(String findingId, String title, String code, String message) {}

    /**
     * Of one case.
     *
     * @param now the time of findings that are archived
     */
    public Publication(Case kase, Selection selection, Instant now) {
        this.kase = kase;
        this.selection = selection;
        this.now = now;
    }

    /** Counts what would be sent. Nothing is, and AWS is not asked. */
    public void plan() {
        Iterator<Row> rows = Unpublished.rows(kase);
        while (rows.hasNext()) {
            Outgoing finding = wanted(rows.next());
            if (finding != null) {
                tally(finding.place()).add(finding);
            }
        }
    }

    /**
     * Sends it.
     *
     * @param to where it goes
     * @param run id of the run that does
     * @throws SecurityHubException where AWS does not know who asks; what was taken before is remembered
     */
    public void send(SecurityHub to, String run) {
        hub = to;
        runId = run;
        seq = kase.table("published")
                .agg(functions.coalesce(functions.max("seq"), functions.lit(0)))
                .first()
                .getInt(0);
        Iterator<Row> rows = Unpublished.rows(kase);
        while (rows.hasNext()) {
            Outgoing finding = wanted(rows.next());
            if (finding == null) {
                continue;
            }
            if (finding.change() == Change.SAME) {
                tally(finding.place()).add(finding);
            } else if (isOpen(finding.place())) {
                add(finding);
            }
        }
        flush();
    }

    /** By account and region, those with findings. */
    public List<Tally> tallies() {
        return List.copyOf(tallies.values());
    }

    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Findings that were left out for their severity. */
    public long tooMild() {
        return tooMild;
    }

    /** Findings that Security Hub has no place for: their records name no account or no region. */
    public long notImportable() {
        return notImportable;
    }

    private Tally tally(AwsPlace place) {
        return tallies.computeIfAbsent(place, Tally::new);
    }

    /** Null for what is not to be published. */
    private Outgoing wanted(Row row) {
        Outgoing finding = Unpublished.of(row, now);
        if (finding == null) {
            notImportable++;
            return null;
        }
        if (!selection.hasPlace(finding.place())) {
            return null;
        }
        if (!selection.isGraveEnough(finding)) {
            tooMild++;
            return null;
        }
        return finding;
    }

    /** False where the place takes nothing, as is known by now. */
    private boolean isOpen(AwsPlace place) {
        Tally tally = tally(place);
        if (caller == null) {
            caller = hub.caller(place);
        }
        if (tally.refusal() == null && !caller.equals(place.accountId())) {
            tally.refuse(Refusal.othersAccount(place, caller));
        }
        return tally.refusal() == null;
    }

    private void add(Outgoing finding) {
        String body = finding.json();
        long bytes = body.getBytes(StandardCharsets.UTF_8).length + 1L;
        if (!call.isEmpty()
                && (!call.get(0).place().equals(finding.place())
                        || call.size() == AsffLimits.CALL_FINDINGS
                        || callBytes + bytes > AsffLimits.CALL_BYTES - ENVELOPE_BYTES)) {
            flush();
        }
        call.add(finding);
        bodies.add(body);
        callBytes += bytes;
    }

    private void flush() {
        if (call.isEmpty()) {
            return;
        }
        AwsPlace place = call.get(0).place();
        Tally tally = tally(place);
        if (tally.refusal() == null) { // else the call before told
            try {
                take(tally, hub.batchImportFindings(place, bodies));
            } catch (SecurityHubException e) {
                if (e.kind() == Kind.CREDENTIALS) {
                    throw e;
                }
                tally.refuse(e);
            }
        }
        call.clear();
        bodies.clear();
        callBytes = 0;
    }

    private void take(Tally tally, List<Failed> failed) {
        Map<String, Failed> byId = failed.stream().collect(Collectors.toMap(Failed::asffId, f -> f, (x, y) -> x));
        seq++;
        List<Row> taken = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            Outgoing finding = call.get(i);
            Failed why = byId.get(finding.asffId());
            if (why == null) {
                tally.add(finding);
                taken.add(row(finding, bodies.get(i)));
            } else if (why.code().equals(Refusal.NOT_ENABLED)) {
                tally.refuse(Refusal.notEnabled(finding.place(), why.message()));
            } else {
                tally.fail();
                failures.add(new Failure(finding.findingId(), finding.title(), why.code(), why.message()));
            }
        }
        if (!taken.isEmpty()) {
            kase.append("published", taken, "published-" + seq);
        }
    }

    private Row row(Outgoing finding, String sent) {
        return RowFactory.create(
                seq,
                runId,
                Timestamp.from(now),
                finding.findingId(),
                finding.place().accountId(),
                finding.place().region(),
                finding.change().word(),
                finding.severity().word(),
                finding.title(),
                finding.contentHash(),
                Timestamp.from(finding.updatedAt()),
                sent);
    }
}
