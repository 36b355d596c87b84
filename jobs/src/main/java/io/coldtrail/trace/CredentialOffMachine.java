package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.Machines.Where;
import io.coldtrail.trace.owners.Ownership;
import java.util.ArrayList;
import java.util.List;

/**
 * S3: a machine's credential used off the machine. Outside the machine's own and NAT addresses and outside AWS: A;
 * inside AWS but not ours, or at another machine of ours: B (A if that address is threat-listed). Where nothing says
 * which addresses are its own: B outside AWS or where a person's session works too, else C. Functions and tasks roam
 * AWS's addresses: for them only one outside AWS counts.
 */
final class CredentialOffMachine implements Seed {
    static final String CODE = "S3";

    @Override
    public List<Fall> find(Estate estate) {
        List<Fall> seeds = new ArrayList<>();
        for (Session session : estate.sessions()) {
            if (!session.kind().isCompute()) {
                continue;
            }
            for (Origin origin : session.origins()) {
                if (!origin.isDirect()
                        || origin.address().owners().stream().anyMatch(o -> o.kind() == Ownership.Kind.NAT_GATEWAY)
                        || estate.isTrusted(origin, origin.first().time())) {
                    continue;
                }
                Where where = estate.machines().where(origin);
                Grade grade = grade(estate, origin, where);
                if (grade != null && grade != Grade.C) {
                    seeds.add(Fall.seed(
                            Node.of(origin),
                            Level.of(grade),
                            origin.first().time(),
                            null,
                            CODE,
                            "credentials of " + session.sessionName() + " used from " + origin.where() + ", "
                                    + words(where),
                            origin.first()));
                }
            }
        }
        return seeds;
    }

    /** Null where the call came from the machine itself. */
    private static Grade grade(Estate estate, Origin origin, Where where) {
        if (where == Where.OWN) {
            return null;
        }
        boolean known = origin.session().kind() != Session.Kind.INSTANCE
                || estate.machines().isKnown(origin.session());
        boolean person = origin.address().origins().stream()
                .anyMatch(o -> o.isDirect()
                        && !o.session().kind().isCompute()
                        && !o.session().isService());
        if (!known) {
            return where == Where.OUTSIDE || person ? Grade.B : Grade.C;
        }
        return switch (where) {
            case OUTSIDE -> Grade.A;
            case AWS, OTHER_MACHINE -> origin.address().listed()
                            || estate.isSuspects(
                                    origin.address(), origin.first().time())
                    ? Grade.A
                    : Grade.B;
                // whose private network it is, the record does not say
            case UNKNOWN -> person ? Grade.B : Grade.C;
            case OWN -> null;
        };
    }

    private static String words(Where where) {
        return switch (where) {
            case OUTSIDE -> "outside AWS";
            case AWS -> "inside AWS, not ours";
            case OTHER_MACHINE -> "another machine of ours";
            default -> "not the machine's own";
        };
    }
}
