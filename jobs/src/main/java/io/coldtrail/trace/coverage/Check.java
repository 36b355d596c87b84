package io.coldtrail.trace.coverage;

import io.coldtrail.trace.incident.CaseRecords;
import java.util.List;

/** One way in which an archive can be blind. */
interface Check {
    /** What it finds is bounded: of many alike, one that counts them. */
    List<Spot> find(CaseRecords records);
}
