package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** The company's people: a day in the office behind one address, console and command line. */
final class Staff implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double CALLS_AN_HOUR = 7.6;
    /** The office's day begins then, UTC. */
    private static final int BEGINS_AT = 16;

    private static final String INTERNAL = "AWS Internal";
    private static final Duration SIGNED_IN = Duration.ofHours(12);
    /** The console has a fresh key this often. */
    private static final long CONSOLE_KEY_SECONDS = 900;

    /** On call in the evening, from home, in this hour UTC. */
    private static final int EVENING = 4;

    private final World world;
    private final Role operator;

    Staff(World world) {
        this.world = world;
        operator = Role.of(world, "/", world.company + "-operator");
    }

    @Override
    public void act(Instant hour, Journal journal) {
        double load = Days.officeLoad(hour);
        boolean evening = hour.atZone(ZoneOffset.UTC).getHour() == EVENING;
        for (int i = 0; i < world.people.size(); i++) {
            Person person = world.people.get(i);
            if (load > 0) {
                office(Dice.of(world.seed, "person at work", i, hour.getEpochSecond()), hour, load, person, i, journal);
            } else if (evening && person.onCall()) {
                evening(Dice.of(world.seed, "person at home", i, hour.getEpochSecond()), hour, person, journal);
            }
        }
    }

    private void office(Dice dice, Instant hour, double load, Person person, int number, Journal journal) {
        LocalDate day = Days.officeDay(hour);
        Dice plan = Dice.of(world.seed, "person's day", number, day.toEpochDay());
        Instant begins =
                day.atTime(BEGINS_AT, plan.between(1, 50), plan.below(60)).toInstant(ZoneOffset.UTC);
        Instant shell = begins.plusSeconds(plan.between(120, 1_500));
        Session terminal = person.singleSignOn()
                ? Session.of(plan, person.permissionSet(), person.email(), shell, SIGNED_IN)
                : null;
        if (starts(begins, hour)) {
            signIn(dice, begins, person, journal);
        }
        if (starts(shell, hour) && terminal != null) {
            journal.add(Sts.withSaml(dice, terminal, person, person.office(), world));
        }
        int calls = dice.count(CALLS_AN_HOUR * load);
        for (int i = 0; i < calls; i++) {
            Instant time = dice.within(hour, HOUR);
            if (time.isAfter(shell)) {
                call(dice, time, begins, terminal, person, journal);
            }
        }
        if (!person.singleSignOn() && number % 2 == 1 && starts(begins.plus(HOUR), hour)) {
            operate(dice, begins.plus(HOUR), person, journal);
        }
    }

    private static boolean starts(Instant moment, Instant hour) {
        return !moment.isBefore(hour) && moment.isBefore(hour.plus(HOUR));
    }

    private void call(Dice dice, Instant time, Instant begins, Session terminal, Person person, Journal journal) {
        Caller shell =
                Caller.of(terminal == null ? longTerm(person) : terminal.identity(), person.office(), person.cli());
        String arn = terminal == null ? userArn(person) : terminal.arn();
        int choice = dice.below(100);
        if (choice < 2) {
            journal.add(Habits.forbidden(dice, time, shell, arn));
        } else if (choice < 10) {
            journal.add(Habits.change(dice, time, shell));
        } else if (choice < 16) {
            journal.add(S3.get(dice, time, shell, world, Objects.report(dice, time), dice.between(20_000, 900_000)));
        } else if (choice < 20) {
            Call list = S3.object(dice, time, shell, world, "ListObjects", "reports/");
            list.request.remove("key");
            list.request.put("prefix", "reports/");
            list.request.put("list-type", "2");
            list.additional = S3.additional(dice, "AuthHeader", 0, dice.between(1_200, 9_000));
            journal.add(list);
        } else if (choice < 45) {
            journal.add(Habits.onCommandLine(dice, time, shell));
        } else if (choice < 50) {
            Caller console = console(time, begins, person, person.office(), Agents.S3_CONSOLE);
            journal.add(S3.account(dice, time, console, "ListBuckets"));
        } else if (choice < 58) {
            // the console asks one service through another
            journal.add(Habits.inConsole(dice, time, console(time, begins, person, INTERNAL, INTERNAL)));
        } else {
            String agent = dice.chance(0.7) ? INTERNAL : person.browser();
            journal.add(Habits.inConsole(dice, time, console(time, begins, person, person.office(), agent)));
        }
    }

    /** One session of the console goes under many keys. */
    private Caller console(Instant time, Instant begins, Person person, String address, String agent) {
        String invokedBy = address.equals(INTERNAL) ? INTERNAL : null;
        Dice dice = Dice.of(
                world.seed,
                "console " + person.name(),
                begins.getEpochSecond(),
                time.getEpochSecond() / CONSOLE_KEY_SECONDS);
        if (person.singleSignOn()) {
            Session session = Session.of(dice, person.permissionSet(), person.email(), begins, SIGNED_IN);
            return new Caller(session.identity(invokedBy), address, agent, true, null);
        }
        Map<String, Object> identity = Json.object(
                "type", "IAMUser",
                "principalId", person.uniqueId(),
                "arn", userArn(person),
                "accountId", world.account,
                "accessKeyId", dice.id("ASIA"),
                "userName", person.name(),
                "sessionContext",
                        Json.object(
                                "sessionIssuer", Json.object(),
                                "webIdFederationData", Json.object(),
                                "attributes",
                                        Json.object("creationDate", begins.toString(), "mfaAuthenticated", "true")));
        if (invokedBy != null) {
            identity.put("invokedBy", invokedBy);
        }
        return new Caller(Json.raw(identity), address, agent, true, null);
    }

    private void signIn(Dice dice, Instant time, Person person, Journal journal) {
        Json.Raw identity = Json.raw(Json.object(
                "type", "IAMUser",
                "principalId", person.uniqueId(),
                "arn", userArn(person),
                "accountId", world.account,
                "userName", person.name()));
        if (person.singleSignOn()) {
            Session session = Session.of(dice, person.permissionSet(), person.email(), time, SIGNED_IN);
            journal.add(Sts.withSaml(dice, session, person, person.office(), world));
            identity = session.withKey(null).identity();
        }
        Caller caller = Caller.of(identity, person.office(), person.browser());
        Call call = new Call(dice, time, caller, "signin", "ConsoleLogin");
        call.type = "AwsConsoleSignIn";
        call.requestId = null;
        call.host = "signin.aws.amazon.com";
        call.response("ConsoleLogin", "Success");
        call.additional = Json.object(
                "LoginTo", "https://console.aws.amazon.com/console/home",
                "MobileVersion", "No",
                // who signs in elsewhere is not asked here
                "MFAUsed", person.singleSignOn() ? "No" : "Yes");
        journal.add(call);
    }

    /** Some take the operators' role for an hour. */
    private void operate(Dice dice, Instant time, Person person, Journal journal) {
        Session session = Session.of(dice, operator, person.name(), time, HOUR);
        journal.add(Sts.assumeRole(dice, session, Caller.of(longTerm(person), person.office(), person.cli())));
        Caller caller = Caller.of(session, person.office(), person.cli());
        for (int i = dice.between(2, 5); i > 0; i--) {
            journal.add(Habits.onCommandLine(dice, time.plusSeconds(dice.between(5, 3_000)), caller));
        }
    }

    private void evening(Dice dice, Instant hour, Person person, Journal journal) {
        Instant begins = dice.within(hour, Duration.ofMinutes(30));
        Session session = Session.of(dice, person.permissionSet(), person.email(), begins, SIGNED_IN);
        journal.add(Sts.withSaml(dice, session, person, person.home(), world));
        Caller caller = Caller.of(session, person.home(), person.cli());
        for (int i = dice.between(2, 6); i > 0; i--) {
            journal.add(Habits.onCommandLine(dice, begins.plusSeconds(dice.between(4, 1_600)), caller));
        }
    }

    private Json.Raw longTerm(Person person) {
        return Json.raw(Json.object(
                "type", "IAMUser",
                "principalId", person.uniqueId(),
                "arn", userArn(person),
                "accountId", world.account,
                "accessKeyId", person.longTermKey(),
                "userName", person.name()));
    }

    private String userArn(Person person) {
        return "arn:aws:iam::" + world.account + ":user/" + person.name();
    }
}
