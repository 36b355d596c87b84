package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * S2: a signed call from a threat-listed address that is no hub; not anonymous, not a service, not a presigned request.
 * B; A where the session shows another signal.
 */
final class ThreatListedCaller implements Seed {
    static final String CODE = "S2";

    @Override
    public List<Fall> find(Estate estate) {
        Set<Session> others = new HashSet<>();
        estate.signals().stream().filter(s -> !s.listed()).forEach(s -> estate.originsOf(s)
                .forEach(o -> others.add(o.session())));
        List<Fall> seeds = new ArrayList<>();
        for (Address address : estate.addresses().values()) {
            if (!address.listed() || address.hub() != null) {
                continue;
            }
            for (Origin origin : address.origins()) {
                Session session = origin.session();
                boolean signed = !session.keys().isEmpty();
                if (signed
                        && origin.isDirect()
                        && !session.isService()
                        && !estate.isTrusted(origin, origin.first().time())) {
                    boolean another = others.contains(session);
                    seeds.add(Fall.seed(
                            Node.of(origin),
                            Level.of(another ? Grade.A : Grade.B),
                            origin.first().time(),
                            null,
                            CODE,
                            "signed calls from " + address.ip() + ", on a threat list"
                                    + (another ? ", in a session with other signals" : ""),
                            origin.first()));
                }
            }
        }
        return seeds;
    }
}
