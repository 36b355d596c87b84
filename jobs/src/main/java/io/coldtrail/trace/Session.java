package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The credentials that one issue gave to one principal; a long-term key is a session without end. The unit of the
 * trace: in real archives one console session mints dozens of keys, so keys are only its names.
 */
final class Session {
    enum Kind {
        CONSOLE,
        ASSUME_ROLE,
        FEDERATION_TOKEN,
        SESSION_TOKEN,
        INSTANCE,
        ECS_TASK,
        LAMBDA,
        OIDC,
        SAML,
        SSO,
        FORWARDED,
        LONG_TERM_KEY,
        ORIGIN,
        SERVICE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Credentials that a machine holds, not a person. */
        boolean isCompute() {
            return this == INSTANCE || this == ECS_TASK || this == LAMBDA;
        }
    }

    /** A key of the session: when it was seen, how often, and what issued it. */
    record Key(String id, Instant first, Instant last, long n, EventRef issuedBy) {}

    /**
     * Where a session came from.
     *
     * @param session session whose call issued it
     * @param origin place in that session
     * @param rule what says so, by its code
     */
    record Parent(Session session, Origin origin, String rule, Grade grade, EventRef event) {}

    private final String id;
    private final Kind kind;
    private final Activity sample;
    private final String person;
    private final Map<String, Key> keys = new TreeMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final Set<String> idents = new LinkedHashSet<>();
    private Parent parent;
    private String outsideParent;
    private EventRef issuedBy;
    private Instant expires;

    Session(String id, Kind kind, Activity sample, String person) {
        this.id = id;
        this.kind = kind;
        this.sample = sample;
        this.person = person;
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    String account() {
        return sample.account();
    }

    String uid() {
        return sample.uid();
    }

    String userType() {
        return sample.userType();
    }

    String arn() {
        return sample.arn();
    }

    Instant created() {
        return sample.created();
    }

    Activity.Traits traits() {
        return sample.traits();
    }

    /** Arn of user or role. */
    String principal() {
        return traits().issuerArn() != null ? traits().issuerArn() : arn();
    }

    /** Name of the role session, null for other kinds. */
    String sessionName() {
        return nameOf(arn());
    }

    static String nameOf(String arn) {
        if (arn == null || !arn.contains(":assumed-role/")) {
            return null;
        }
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** The person behind it, null where the records name none. */
    String person() {
        return person;
    }

    /** Who is counted as one: the person, else the unique id of user or role. */
    String who() {
        return person != null ? person : uid() != null ? uid() : id;
    }

    /** Who stands at the top of the lineage: whom somebody started from. */
    String root() {
        Session top = this;
        for (int i = 0; i < MAX_LINEAGE && top.parent != null && top.parent.session() != null; i++) {
            top = top.parent.session();
        }
        return top.who();
    }

    /** Top session of the lineage. */
    Session rootSession() {
        Session top = this;
        for (int i = 0; i < MAX_LINEAGE && top.parent != null && top.parent.session() != null; i++) {
            top = top.parent.session();
        }
        return top;
    }

    /** AWS ends a chain of roles after hours, so a longer one is a loop that two forged records made. */
    private static final int MAX_LINEAGE = 64;

    /** Service-linked roles and AWS's own callers: never convicted. */
    boolean isService() {
        return kind == Kind.SERVICE;
    }

    /** The machine that holds these credentials, null where it is none or has no id. */
    String machine() {
        return kind == Kind.INSTANCE ? account() + "/" + sessionName() : null;
    }

    Map<String, Key> keys() {
        return keys;
    }

    Collection<Origin> origins() {
        return origins.values();
    }

    /** The origin that {@link Origin#key} tells, null where it has none. */
    Origin origin(String key) {
        return origins.get(key);
    }

    void add(Origin origin) {
        origins.put(origin.key(), origin);
    }

    /** Identities in the records that are this session. */
    Set<String> idents() {
        return idents;
    }

    Parent parent() {
        return parent;
    }

    void bornOf(Parent parent) {
        this.parent = parent;
    }

    /** Account and principal of a parent that is not in the archive, null for none. */
    String outsideParent() {
        return outsideParent;
    }

    void bornOutside(String accountAndPrincipal) {
        this.outsideParent = accountAndPrincipal;
    }

    EventRef issuedBy() {
        return issuedBy;
    }

    void issuedBy(EventRef event, Instant expires) {
        this.issuedBy = event;
        this.expires = expires;
    }

    Instant expires() {
        return expires;
    }

    EventRef first() {
        return origins().stream().map(Origin::first).min(EventRef::compareTo).orElseThrow();
    }

    Instant last() {
        return origins().stream().map(Origin::last).max(Instant::compareTo).orElseThrow();
    }

    @Override
    public String toString() {
        return kind.word() + " " + arn();
    }
}
