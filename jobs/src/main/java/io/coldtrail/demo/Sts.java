package io.coldtrail.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Calls that hand out a session. */
final class Sts {
    /** Dates in answers are text in American style. */
    private static final DateTimeFormatter ANSWER_TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private static final int TOKEN_BYTES = 240;

    private Sts() {}

    static String text(Instant time) {
        return ANSWER_TIME.format(time);
    }

    /** A service takes a role, for a machine, a function or itself. */
    static Call forService(Dice dice, Session session, String service) {
        Call call = new Call(dice, session.created(), Caller.service(service), "sts", "AssumeRole");
        call.request("roleArn", session.role().arn(), "roleSessionName", session.name());
        return issues(dice, call, session);
    }

    /** Someone takes a role. */
    static Call assumeRole(Dice dice, Session session, Caller caller) {
        Call call = new Call(dice, session.created(), caller, "sts", "AssumeRole");
        call.request("roleArn", session.role().arn(), "roleSessionName", session.name(), "durationSeconds", 3600);
        return issues(dice, call, session);
    }

    /** A job of the code host takes a role with the host's word for who it is. */
    static Call withWebIdentity(Dice dice, Session session, String provider, String subject, String address) {
        Json.Raw identity = Json.raw(Json.object(
                "type",
                "WebIdentityUser",
                "principalId",
                provider + ":sts.amazonaws.com:" + subject,
                "userName",
                subject,
                "identityProvider",
                provider));
        Caller caller = Caller.of(identity, address, Agents.CODE_RUNNER);
        Call call = new Call(dice, session.created(), caller, "sts", "AssumeRoleWithWebIdentity");
        call.request("roleArn", session.role().arn(), "roleSessionName", session.name(), "durationSeconds", 3600);
        issues(dice, call, session);
        call.response.put("subjectFromWebIdentityToken", subject);
        call.response.put("provider", provider);
        call.response.put("audience", "sts.amazonaws.com");
        return call;
    }

    /** Identity Center signs someone in to the account. */
    static Call withSaml(Dice dice, Session session, Person person, String address, World world) {
        String directory = Dice.of(world.seed, "directory").base64(20);
        Json.Raw identity = Json.raw(Json.object(
                "type",
                "SAMLUser",
                "principalId",
                directory + ":" + person.email(),
                "userName",
                person.email(),
                "identityProvider",
                directory));
        Caller caller = Caller.of(identity, address, "aws-internal/3 aws-sdk-java/1.12.302");
        Call call = new Call(dice, session.created(), caller, "sts", "AssumeRoleWithSAML");
        String providerArn = "arn:aws:iam::" + world.account + ":saml-provider/AWSSSO_"
                + Dice.of(world.seed, "provider").hex(16) + "_DO_NOT_DELETE";
        call.request(
                "sAMLAssertionID",
                "_" + dice.guid(),
                "roleSessionName",
                session.name(),
                "durationSeconds",
                43200,
                "roleArn",
                session.role().arn(),
                "principalArn",
                providerArn);
        issues(dice, call, session);
        call.response.put("subject", person.email());
        call.response.put("subjectType", "persistent");
        call.response.put("audience", "https://signin.aws.amazon.com/saml");
        return call;
    }

    private static Call issues(Dice dice, Call call, Session session) {
        Map<String, Object> credentials = Json.object(
                "accessKeyId", session.key(),
                "sessionToken", "IQoJb3JpZ2luX2Vj" + dice.base64(TOKEN_BYTES),
                "expiration", text(session.expires()));
        call.response(
                "credentials",
                credentials,
                "assumedRoleUser",
                Json.object("assumedRoleId", session.role().uniqueId() + ":" + session.name(), "arn", session.arn()));
        return call.resource(
                session.role().account(), "AWS::IAM::Role", session.role().arn());
    }
}
