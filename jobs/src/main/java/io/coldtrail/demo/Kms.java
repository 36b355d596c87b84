package io.coldtrail.demo;

import java.time.Instant;

/** Calls of KMS that services make, for someone or for themselves. */
final class Kms {
    private Kms() {}

    static Call decrypt(Dice dice, Instant time, World world, Caller caller, String context, String value) {
        String key = "arn:aws:kms:" + World.HOME + ":" + world.account + ":key/"
                + Dice.of(world.seed, "key for " + context).guid();
        return new Call(dice, time, caller, "kms", "Decrypt")
                .request("encryptionContext", Json.object(context, value), "encryptionAlgorithm", "SYMMETRIC_DEFAULT")
                .resource(world.account, "AWS::KMS::Key", key);
    }
}
