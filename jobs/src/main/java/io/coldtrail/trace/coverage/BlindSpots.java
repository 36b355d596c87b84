package io.coldtrail.trace.coverage;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.incident.CaseRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Table {@code blind_spots}: every way in which this archive is blind. */
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

    /** Replaces the table; what it holds is what {@link Coverage} takes away. */
    public static List<Spot> write(CaseRecords records) {
        Together together = new Together();
        List<Supplier<List<Spot>>> found = new ArrayList<>();
        CHECKS.forEach(check -> found.add(together.start(() -> check.find(records))));
        together.end();
        List<Spot> spots = new ArrayList<>();
        found.forEach(f -> spots.addAll(f.get()));
        records.kase().replace("blind_spots", spots.stream().map(Spot::row).toList());
        return List.copyOf(spots);
    }
}
