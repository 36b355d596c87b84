package io.coldtrail.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What really happened, which no step of the investigation may read. */
final class Truth {
    private final World world;
    private final Map<String, List<String>> attacker = new TreeMap<>();
    private final Map<String, List<String>> responder = new TreeMap<>();
    private final Map<String, int[]> attackerCalls = new TreeMap<>();
    private final Map<String, Object> calls = Json.object();
    private final Answers answers;
    private final boolean withGuardDuty;

    Truth(World world, boolean withGuardDuty) {
        this.world = world;
        this.withGuardDuty = withGuardDuty;
        answers = new Answers(world, calls);
    }

    void add(Call call) {
        add("cloudtrail", call.by, call.eventId);
        if (call.by == Call.By.ATTACKER) {
            int[] counts = attackerCalls.computeIfAbsent(call.api, api -> new int[2]);
            counts[call.errorCode == null ? 0 : 1]++;
        }
    }

    void add(HostLine line, String id) {
        add("host_auth", line.by(), id);
        answers.add(line);
    }

    /** A record of a log, and whose doing it tells of. */
    void add(String log, Call.By by, String id) {
        if (by != Call.By.OTHERS) {
            (by == Call.By.ATTACKER ? attacker : responder)
                    .computeIfAbsent(log, name -> new ArrayList<>())
                    .add(id);
        }
    }

    /** How many records there are of what the attacker did, by log. */
    Map<String, Integer> attackerRecords() {
        Map<String, Integer> counts = new TreeMap<>();
        attacker.forEach((log, ids) -> counts.put(log, ids.size()));
        return counts;
    }

    /** One line for each part, so that a reader can find it. */
    String text() {
        attackerCalls.forEach((api, counts) -> calls.put(api, Json.object("success", counts[0], "denied", counts[1])));
        Map<String, Object> parts = Json.object(
                "seed",
                world.seed,
                "attacker",
                attacker,
                "responder",
                responder,
                "incident",
                incident(),
                "findings",
                ExpectedFindings.of(world, withGuardDuty),
                "answers",
                answers.all());
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (Map.Entry<String, Object> part : parts.entrySet()) {
            text.append(separator).append('"').append(part.getKey()).append("\": ");
            Json.write(part.getValue(), text);
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }

    private Map<String, Object> incident() {
        Incident incident = world.incident;
        Session stolen = Intruder.stolen(world);
        return Json.object(
                "account", world.account,
                "region", World.HOME,
                "role", world.web.role().arn(),
                "instance", world.web.id(),
                "malicious_host", world.maliciousHost.id(),
                "session",
                        Json.object(
                                "arn", stolen.arn(),
                                "access_key_id", stolen.key(),
                                "created", stolen.created().toString(),
                                "expires", stolen.expires().toString()),
                "next_session",
                        world.web.session(incident.started().plusSeconds(120)).key(),
                "addresses",
                        Json.object(
                                "attacker", world.addresses.attacker(),
                                "instance", world.web.address(),
                                "office", world.responder.office()),
                "buckets", Json.object("data", world.dataBucket, "logs", world.logsBucket),
                "responder", world.responder.email(),
                "times",
                        Json.object(
                                "stolen", incident.guessed().toString(),
                                "first_use", incident.firstUse().toString(),
                                "planted", incident.planted().toString(),
                                "encryption_removed",
                                        incident.encryptionRemoved().toString(),
                                "public_from", incident.publicFrom().toString(),
                                "loop", incident.loop().toString(),
                                "address_blocked", incident.automatic().toString(),
                                "revoked", incident.revoked().toString(),
                                "stopped", incident.stopped().toString(),
                                "started", incident.started().toString(),
                                "ingress_closed", incident.ingressClosed().toString(),
                                "public_to", incident.publicTo().toString(),
                                "encryption_restored",
                                        incident.encryptionRestored().toString()),
                "calls", calls);
    }
}
