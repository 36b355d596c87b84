package io.coldtrail.trace.coverage;

import io.coldtrail.lake.EventHours;
import io.coldtrail.lake.Together;
import io.coldtrail.trace.incident.CaseRecords;
import java.util.List;
import java.util.concurrent.Callable;

/** Table {@code blind_spots}: every way in which this archive is blind; and {@code event_hours}, when it sees. */
public final class BlindSpots {
    private static final List<Check> CHECKS = List.of(
            new AbsentLogs(),
            new TrailState(),
            new DigestChain(),
            new CloudTrailPlaces(),
            new BucketReads(),
            new FlowHoles(),
            new SilentHosts(),
            new Edges(),
            new ReadProblems(),
            new NeverLogged());

    private BlindSpots() {}

    /** Replaces both; what the first holds is what {@link Coverage} takes away. */
    public static List<Spot> write(CaseRecords records) {
        records.replace(EventHours.TABLE, EventHours.of(records::events));
        List<Spot> spots =
                Together.all(CHECKS.stream()
                                .map(check -> (Callable<List<Spot>>) () -> check.find(records))
                                .toList())
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        records.replace("blind_spots", spots.stream().map(Spot::row).toList());
        return spots;
    }
}
