package io.coldtrail.trace;

import io.coldtrail.lake.Together;
import io.coldtrail.trace.hosts.LikelyGuess;
import io.coldtrail.trace.hosts.Login;
import io.coldtrail.trace.hosts.Logins;
import io.coldtrail.trace.imported.ImportedFinding;
import io.coldtrail.trace.imported.ImportedFindings;
import io.coldtrail.trace.owners.ConfigOwners;
import io.coldtrail.trace.owners.FlowOwners;
import io.coldtrail.trace.owners.Holding;
import io.coldtrail.trace.owners.ResolverOwners;
import java.util.List;
import java.util.function.Supplier;

/** What logs other than CloudTrail say before anyone is accused; each may be missing. */
record Surroundings(
        ConfigOwners config,
        FlowOwners flows,
        List<Holding> queries,
        List<Login> logins,
        List<LikelyGuess> guesses,
        List<ImportedFinding> findings) {
    static final Surroundings NONE = new Surroundings(
            new ConfigOwners(List.of(), List.of()),
            new FlowOwners(List.of(), List.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    /** Starts reading a case; the answer can be waited for. */
    static Supplier<Surroundings> start(WorkingSet set, Together reads) {
        Supplier<ConfigOwners> config = reads.start(() -> ConfigOwners.read(set.events("config_items")));
        Supplier<FlowOwners> flows = reads.start(() -> FlowOwners.read(set.events("flow")));
        Supplier<List<Holding>> queries = reads.start(() -> ResolverOwners.read(set.events("dns")));
        Supplier<List<Login>> logins = reads.start(() -> Logins.read(set.events("host_auth")));
        Supplier<List<LikelyGuess>> guesses = reads.start(() -> LikelyGuess.read(set.table("hits")));
        Supplier<List<ImportedFinding>> findings =
                reads.start(() -> ImportedFindings.read(set.events("imported_findings")));
        return () ->
                new Surroundings(config.get(), flows.get(), queries.get(), logins.get(), guesses.get(), findings.get());
    }
}
