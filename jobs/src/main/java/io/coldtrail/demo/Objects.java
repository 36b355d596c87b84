package io.coldtrail.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What lies in the data bucket, by key. */
final class Objects {
    private Objects() {}

    static String upload(Dice dice, Instant time) {
        String name = dice.chance(0.04) ? "Rechnung Müller" : dice.guid();
        return "uploads/" + folder(time) + "/" + name + dice.pick(".pdf", ".jpg", ".png");
    }

    static String order(Dice dice, Instant time) {
        return "orders/" + folder(time) + "/" + (100_000 + dice.below(900_000)) + ".json";
    }

    static String report(Dice dice, Instant time) {
        return "reports/" + folder(time) + "/" + dice.pick("daily", "margins", "returns", "carriers") + ".parquet";
    }

    private static String folder(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString().replace('-', '/');
    }
}
