package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A role session and its key.
 *
 * @param delivery version of the instance metadata service that handed the key out, null elsewhere
 * @param provider ARN of the identity provider, null where none took part
 */
record Session(Role role, String name, String key, Instant created, Instant expires, String delivery, String provider) {

    static Session of(Dice dice, Role role, String name, Instant created, Duration lifetime) {
        return new Session(role, name, dice.id("ASIA"), created, created.plus(lifetime), null, null);
    }

    /** The same session under another key, as the console mints them. */
    Session withKey(String other) {
        return new Session(role, name, other, created, expires, delivery, provider);
    }

    Session withProvider(String arn) {
        return new Session(role, name, key, created, expires, delivery, arn);
    }

    String arn() {
        return role.sessionArn(name);
    }

    /** {@code userIdentity} of a call made in this session. */
    Json.Raw identity() {
        return identity(null);
    }

    /** {@code userIdentity} of a call that a service made in this session. */
    Json.Raw identity(String invokedBy) {
        Map<String, Object> context = Json.object(
                "sessionIssuer",
                Json.object(
                        "type", "Role",
                        "principalId", role.uniqueId(),
                        "arn", role.arn(),
                        "accountId", role.account(),
                        "userName", role.name()),
                "webIdFederationData",
                provider == null
                        ? Json.object()
                        : Json.object("federatedProvider", provider, "attributes", Json.object()),
                "attributes",
                Json.object("creationDate", created.toString(), "mfaAuthenticated", "false"));
        if (delivery != null) {
            context.put("ec2RoleDelivery", delivery);
        }
        Map<String, Object> identity = Json.object(
                "type",
                "AssumedRole",
                "principalId",
                role.uniqueId() + ":" + name,
                "arn",
                arn(),
                "accountId",
                role.account());
        if (key != null) {
            identity.put("accessKeyId", key);
        }
        identity.put("sessionContext", context);
        if (invokedBy != null) {
            identity.put("invokedBy", invokedBy);
        }
        return Json.raw(identity);
    }
}
