package io.coldtrail.demo;

/** Why a call was refused, in IAM's words. */
final class Refusal {
    private Refusal() {}

    /** The session is older than the revocation of its role's sessions. */
    static String revoked(Session session, Call call) {
        return "User: " + session.arn() + " is not authorized to perform: " + call.service + ":" + call.api
                + " on resource: * with an explicit deny in an identity-based policy";
    }

    /** EC2 gives its reason in a form that only the account's own can read. */
    static Call ec2(Dice dice, Call call) {
        return call.error(
                "Client.UnauthorizedOperation",
                "You are not authorized to perform this operation. Encoded authorization failure message: "
                        + dice.base64(180).replace('+', '-').replace('/', '_'));
    }
}
