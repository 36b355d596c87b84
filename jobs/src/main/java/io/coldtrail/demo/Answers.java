package io.coldtrail.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the answer to each question of an investigator must contain, as data. */
final class Answers {
    private final World world;
    private final Incident incident;
    private final Session stolen;
    private final Map<String, Object> calls;
    private int guesses;
    private int guessesOfUser;
    private final Set<String> guessedUsers = new TreeSet<>();

    /** @param calls the attacker's, by API and outcome */
    Answers(World world, Map<String, Object> calls) {
        this.world = world;
        this.calls = calls;
        incident = world.incident;
        stolen = Intruder.stolen(world);
    }

    /** Counts the wrong passwords before the right one. */
    void add(HostLine line) {
        boolean wrong = line.text().startsWith("Failed password for ");
        if (wrong && line.by() == Call.By.ATTACKER && line.time().isBefore(incident.guessed())) {
            guesses++;
            String who = line.text()
                    .substring("Failed password for ".length(), line.text().indexOf(" from "));
            String user = who.replace("invalid user ", "");
            guessedUsers.add(user);
            guessesOfUser += user.equals(PasswordAttack.USER) ? 1 : 0;
        }
    }

    /** By question, in the order in which they are asked. */
    Map<String, Object> all() {
        return Json.object(
                "brute_force",
                bruteForce(),
                "credentials",
                credentials(),
                "actions",
                Json.object("calls", calls, "from", List.of(world.web.address(), world.addresses.attacker())),
                "encryption",
                Json.object(
                        "bucket",
                        world.dataBucket,
                        "removed_by",
                        world.web.role().arn(),
                        "session",
                        stolen.arn(),
                        "removed",
                        incident.encryptionRemoved().toString(),
                        "restored",
                        incident.encryptionRestored().toString(),
                        "same_role_as_stolen_key",
                        true),
                "objects",
                objects(),
                "actor_or_target",
                actorOrTarget(),
                "contained",
                contained(),
                "automation",
                automation());
    }

    private Map<String, Object> bruteForce() {
        return Json.object(
                "succeeded",
                true,
                "user",
                PasswordAttack.USER,
                "method",
                "password",
                "time",
                incident.guessed().toString(),
                "source",
                world.addresses.attacker(),
                "instance",
                world.web.id(),
                "first_try",
                incident.guessed().minus(PasswordAttack.BEFORE).toString(),
                "failed_tries",
                guesses,
                "failed_tries_of_user",
                guessesOfUser,
                "users_tried",
                guessedUsers.size());
    }

    private Map<String, Object> credentials() {
        return Json.object(
                "access_key_id", stolen.key(),
                "role", world.web.role().arn(),
                "instance", world.web.id(),
                "issued", stolen.created().toString(),
                "expires", stolen.expires().toString(),
                "left_by", "SSH as " + PasswordAttack.USER,
                "first_use", incident.firstUse().toString(),
                "used_from", world.addresses.attacker());
    }

    private Map<String, Object> objects() {
        List<Object> put = new ArrayList<>();
        for (Intruder.Loot loot : Intruder.Loot.values()) {
            boolean again = loot == Intruder.Loot.PASSWORDS;
            put.add(Json.object("key", loot.key, "bytes", loot.bytes, "encryption", again ? "none" : "AES256"));
        }
        Map<String, Object> reads = Json.object(
                "key",
                Intruder.Loot.CONFIGURATION.key,
                "bytes_each",
                Intruder.Loot.CONFIGURATION.bytes,
                "by",
                world.addresses.attacker());
        return Json.object(
                "bucket",
                world.dataBucket,
                "put_by_attacker",
                put,
                "read_by_attacker",
                List.of(reads),
                "public",
                Json.object(
                        "list",
                        true,
                        "get",
                        false,
                        "from",
                        incident.publicFrom().toString(),
                        "to",
                        incident.publicTo().toString()),
                "anonymous_listings",
                BucketFinders.FINDERS,
                "anonymous_gets",
                0,
                "unencrypted",
                List.of(Intruder.Loot.PASSWORDS.key),
                "kms_would_have_stopped_a_public_reader",
                true);
    }

    private Map<String, Object> actorOrTarget() {
        return Json.object(
                "actor", world.maliciousHost.id(),
                "actor_private_ip", world.maliciousHost.privateIp(),
                "actor_public_ip", world.maliciousHost.address(),
                "target", world.web.id(),
                "same_account", true);
    }

    private Map<String, Object> contained() {
        return Json.object(
                "done",
                List.of(
                        done("address_denied", network(), incident.blocked().toString()),
                        done(
                                "sessions_revoked",
                                world.web.role().name(),
                                incident.revoked().toString()),
                        done(
                                "instance_stopped",
                                world.web.id(),
                                incident.stopped().toString()),
                        done("keys_renewed", world.web.id(), incident.started().toString()),
                        done(
                                "ssh_ingress_removed",
                                world.network.webGroup(),
                                incident.ingressClosed().toString()),
                        done(
                                "public_grant_removed",
                                world.dataBucket,
                                incident.publicTo().toString()),
                        done(
                                "encryption_restored",
                                world.dataBucket,
                                incident.encryptionRestored().toString())),
                "missing",
                List.of(
                        "ssh_password_authentication",
                        "password_of_alice",
                        "keys_in_config_py",
                        "unencrypted_objects",
                        "planted_objects",
                        "beacon"));
    }

    private String network() {
        return world.network.webAcl();
    }

    private static Map<String, Object> done(String what, String where, String when) {
        return Json.object("what", what, "where", where, "time", when);
    }

    /** What the estate says to who would automate the answer. */
    private Map<String, Object> automation() {
        return Json.object(
                "instances_with_the_role", List.of(world.web.id()),
                "production_uses_the_stolen_key", true,
                "safe", List.of("deny_address", "restore_encryption", "remove_public_grant"),
                "after_a_check", List.of("revoke_sessions", "stop_instance"),
                "by_a_person", List.of("rotate_keys_in_objects", "ssh_configuration"));
    }
}
