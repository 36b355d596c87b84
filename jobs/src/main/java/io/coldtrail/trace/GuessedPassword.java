package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.hosts.LikelyGuess;
import io.coldtrail.trace.hosts.Login;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * S4: sshd accepted a password from an address after it had refused 5 or more (A); or the flows of a brute force look
 * so (B). The address is the attacker's from its first try on, the machine is USED from the login on (I1). Not a
 * trusted address or a hub, nor one that logged in before it ever failed: people mistype. An address that an instance
 * of the estate held is worth B at most: whose that instance is, a person has to say.
 */
final class GuessedPassword implements Seed {
    static final String CODE = "S4";
    /** A shell on an instance. */
    static final String SHELL = "I1";

    private final List<Review> reviews = new ArrayList<>();

    @Override
    public List<Fall> find(Estate estate) {
        List<Fall> seeds = new ArrayList<>();
        for (Login login : estate.surroundings().logins()) {
            if (login.guessed() != null) {
                Login.Entry entry = login.guessed();
                Guess guess = new Guess(
                        login.instance(),
                        estate.clientOf(login.instance(), login.ip()),
                        login.firstTry(),
                        entry.time(),
                        login.last(),
                        Grade.A,
                        "the SSH password of " + Words.name(String.valueOf(entry.user())) + " on "
                                + Words.plain(String.valueOf(login.instance())) + " was guessed from "
                                + Words.plain(login.ip()) + " after " + Words.count(login.failures(), "try"),
                        new EventRef(entry.time(), entry.eventId(), entry.object(), entry.recordIndex()));
                if (login.regular()) {
                    review(guess, "had logged in before it ever failed: may be a regular user who mistyped");
                } else {
                    judge(estate, guess, seeds);
                }
            }
        }
        for (LikelyGuess l : estate.surroundings().guesses()) {
            EventRef record = l.object() == null ? null : new EventRef(l.from(), null, l.object(), l.recordIndex());
            Address address = estate.clientOf(l.instance(), l.ip());
            String reason = "by the shape of its flows, an SSH password on " + Words.plain(String.valueOf(l.instance()))
                    + " was guessed from " + Words.plain(l.ip());
            judge(
                    estate,
                    new Guess(l.instance(), address, l.from(), l.guessed(), l.last(), Grade.B, reason, record),
                    seeds);
        }
        return seeds;
    }

    /** What is for a person to look at: guesses from places that many share. */
    List<Review> reviews() {
        return reviews;
    }

    private record Guess(
            String instance,
            Address address,
            Instant firstTry,
            Instant guessed,
            Instant last,
            Grade grade,
            String reason,
            EventRef evidence) {}

    private void judge(Estate estate, Guess guess, List<Fall> seeds) {
        if (estate.isTrusted(guess.address(), guess.guessed())) {
            return;
        }
        if (guess.address().hub() != null) {
            review(guess, "many share it (" + guess.address().hub() + "): find out who it was");
            return;
        }
        boolean ours = guess.address().ownedAt(guess.guessed()) && !estate.isSuspects(guess.address(), guess.guessed());
        Fall address = Fall.seed(
                Node.of(guess.address()),
                Level.of(ours ? Grade.B : guess.grade()),
                guess.firstTry(),
                guess.last().plus(AttackerAddress.AROUND),
                CODE,
                guess.reason(),
                guess.evidence());
        seeds.add(address);
        if (guess.instance() != null) {
            seeds.add(address.spread(
                    Node.ofInstance(guess.instance()),
                    address.level(),
                    guess.guessed(),
                    null,
                    SHELL,
                    guess.reason(),
                    guess.evidence()));
        }
    }

    private void review(Guess guess, String why) {
        Node node = Node.of(guess.address());
        reviews.add(new Review(
                node, node, CODE, guess.firstTry(), guess.reason() + "; the address " + why, guess.evidence()));
    }
}
