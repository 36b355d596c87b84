package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * When what happened: the incident of the re:Invent workshop "Find All the Threats" (see {@code Intruder}), laid over
 * the last day. The web server's key is handed out soon after 12:00 UTC and lives to half past 18:00, so theft,
 * use and revocation fall into one session.
 *
 * @param guessed a password is accepted over SSH, and the role's key copied from the machine
 * @param firstUse the key is tried from the attacker's host
 * @param planted files are put into the data bucket from the machine
 * @param encryptionRemoved from then on new objects lie unencrypted
 * @param publicFrom from then on anyone may list the bucket
 * @param loop the attacker's host begins its round of calls, every two minutes
 * @param automatic functions answer the first findings
 * @param responder a person begins to look
 * @param revoked the role's older sessions are denied everything
 */
record Incident(
        Instant guessed,
        Instant firstUse,
        Instant planted,
        Instant encryptionRemoved,
        Instant publicFrom,
        Instant loop,
        Instant automatic,
        Instant responder,
        Instant revoked,
        Instant stopped,
        Instant started,
        Instant ingressClosed,
        Instant publicTo,
        Instant encryptionRestored) {

    static final Duration ROUND = Duration.ofMinutes(2);

    static Incident of(Dice dice, Days days) {
        Instant guessed = days.onAttackDay(15, dice.between(2, 18), dice.below(60));
        Instant planted = guessed.plusSeconds(dice.between(150, 240));
        Instant encryptionRemoved = planted.plusSeconds(dice.between(40, 70));
        Instant publicFrom = encryptionRemoved.plusSeconds(dice.between(12, 30));
        Instant automatic = guessed.plusSeconds(60L * dice.between(17, 22) + dice.below(60));
        Instant revoked = days.onAttackDay(17, dice.between(0, 6), dice.below(60));
        Instant stopped = revoked.plusSeconds(dice.between(240, 330));
        Instant started = stopped.plusSeconds(dice.between(200, 260));
        Instant ingressClosed = started.plusSeconds(dice.between(100, 200));
        Instant publicTo = ingressClosed.plusSeconds(dice.between(60, 150));
        return new Incident(
                guessed,
                guessed.plusSeconds(dice.between(35, 70)),
                planted,
                encryptionRemoved,
                publicFrom,
                publicFrom.plusSeconds(dice.between(100, 160)),
                automatic,
                days.onAttackDay(16, dice.between(36, 48), dice.below(60)),
                revoked,
                stopped,
                started,
                ingressClosed,
                publicTo,
                publicTo.plusSeconds(dice.between(30, 90)));
    }

    /** From then on the web subnet's NACL denies the attacker's address, whatever the protocol. */
    Instant blocked() {
        return automatic.plusSeconds(3);
    }

    /** Default encryption of the data bucket, null for none. */
    String encryption(Instant time) {
        if (time.isBefore(encryptionRemoved)) {
            return "AES256";
        }
        return time.isBefore(encryptionRestored) ? null : "aws:kms";
    }

    boolean listable(Instant time) {
        return !time.isBefore(publicFrom) && time.isBefore(publicTo);
    }

    /** Whether a session's calls are refused because it is older than the revocation. */
    boolean refused(Session session, Instant time) {
        return !time.isBefore(revoked) && session.created().isBefore(revoked);
    }

    /** Whether the web server is off; until the first minute after its start it is still booting. */
    boolean webDown(Instant time) {
        return !time.isBefore(stopped) && time.isBefore(started.plusSeconds(60));
    }
}
