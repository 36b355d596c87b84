package io.coldtrail.report;

import java.util.List;

/**
 * Who acted, as the page shows it: sessions, where their calls came from, addresses.
 *
 * @param sessionsLeft sessions that the page has no room for
 */
record People(List<Session> sessions, long sessionsLeft, List<Source> sources, List<Address> addresses) {
    /** Calls of one origin, with the name of its session. */
    record Source(Origin origin, String session) {}

    static People of(CaseView view, Names names) {
        List<Session> told = view.sessions().stream().filter(Session::told).toList();
        List<Session> shown = told.stream().limit(ActorTables.MOST_SESSIONS).toList();
        return new People(
                shown,
                told.size() - shown.size(),
                view.origins().stream()
                        .map(o -> new Source(
                                o,
                                names.session(o.session()) == null
                                        ? o.session()
                                        : Names.label(names.session(o.session()))))
                        .toList(),
                view.addresses());
    }
}
