package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/** The web server at its own work, before, during and after the attack, with the key that the attacker uses too. */
final class WebServer implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int OBJECT_CALLS_AN_HOUR = 10;

    private final World world;

    WebServer(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "web server", hour.getEpochSecond());
        Session current = world.web.session(hour.plus(HOUR).minusSeconds(1));
        if (!current.created().isBefore(hour)) {
            journal.add(Sts.forService(dice, current, "ec2"));
        }
        int calls = dice.count(OBJECT_CALLS_AN_HOUR * Days.customerLoad(hour));
        for (int i = 0; i < calls; i++) {
            Instant time = dice.within(hour, HOUR);
            if (world.webUp(time)) {
                object(dice, time, journal);
            }
        }
        for (int minute : new int[] {dice.between(2, 8), dice.between(32, 38)}) {
            Instant time = hour.plusSeconds(60L * minute);
            if (world.webUp(time)) {
                routine(dice, time, minute < 20, journal);
            }
        }
    }

    private void object(Dice dice, Instant time, Journal journal) {
        Session session = world.web.session(time);
        Caller app = Caller.on(world.web, session, Agents.WEB_APP);
        Call call =
                switch (dice.below(5)) {
                    case 0 -> S3.get(dice, time, app, world, "config/app.json", 2_140);
                    case 1 -> S3.get(dice, time, app, world, Objects.order(dice, time), dice.between(700, 4_000));
                    case 2 -> S3.put(
                            dice, time, app, world, Objects.upload(dice, time), dice.between(9_000, 3_000_000));
                    default -> S3.put(dice, time, app, world, Objects.order(dice, time), dice.between(700, 4_000));
                };
        journal.add(world.incident.refused(session, time) ? S3.denied(dice, call) : call);
    }

    private void routine(Dice dice, Instant time, boolean first, Journal journal) {
        Session session = world.web.session(time);
        Caller app = Caller.on(world.web, session, Agents.WEB_APP);
        Caller agent = Caller.on(world.web, session, first ? Agents.SSM_AGENT : Agents.LOG_AGENT);
        Call parameters = new Call(dice, time, app, "ssm", "GetParametersByPath")
                .request("path", "/" + world.company + "/web", "recursive", true, "withDecryption", false);
        Call keeping = first
                ? new Call(dice, time.plusSeconds(9), agent, "ssm", "UpdateInstanceInformation")
                        .request(
                                "instanceId", world.web.id(),
                                "agentVersion", "3.1.1927.0",
                                "platformType", "Linux",
                                "agentName", "amazon-ssm-agent")
                : new Call(dice, time.plusSeconds(9), agent, "logs", "CreateLogStream")
                        .request(
                                "logGroupName", "/" + World.STORY + "/var/log/secure",
                                "logStreamName", world.web.id() + "/ssh");
        if (!first) {
            keeping.error("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        for (Call call : new Call[] {parameters, keeping}) {
            if (world.incident.webDown(call.time)) {
                continue;
            }
            if (world.incident.refused(session, call.time)) {
                call.request = null;
                call.error("AccessDeniedException", Refusal.revoked(session, call));
            }
            journal.add(call);
        }
    }
}
