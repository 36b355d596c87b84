package io.coldtrail.demo;

/**
 * Who calls, from where, with what.
 *
 * @param machine of the VPC that calls, whose packets the flow logs see; null elsewhere
 * @param address the caller's; a service's name where a service calls
 * @param console whether the credentials are the console's
 */
record Caller(Json.Raw identity, String address, String agent, boolean console, Machine machine) {

    static Caller of(Json.Raw identity, String address, String agent) {
        return new Caller(identity, address, agent, false, null);
    }

    static Caller of(Session session, String address, String agent) {
        return of(session.identity(), address, agent);
    }

    /** A machine of the VPC. */
    static Caller on(Machine machine, Session session, String agent) {
        return new Caller(session.identity(), machine.address(), agent, false, machine);
    }

    /** A service on its own account. */
    static Caller service(String service) {
        String name = service + ".amazonaws.com";
        return of(Json.raw(Json.object("type", "AWSService", "invokedBy", name)), name, name);
    }

    /** A service that calls in someone's session. */
    static Caller forwarded(Session session, String service) {
        String name = service + ".amazonaws.com";
        return of(session.identity(name), name, name);
    }

    /** Whether the call came over the network, so that its TLS is on record. */
    boolean remote() {
        return !console && Character.isDigit(address.charAt(0));
    }
}
