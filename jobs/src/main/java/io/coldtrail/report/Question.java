package io.coldtrail.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an investigator asks of every break-in, in the order in which it is asked. */
enum Question {
    BRUTE_FORCE("Was the brute force successful?"),
    CREDENTIALS("Which credentials were stolen, and whose are they?"),
    ACTIONS("What did the attacker do with them?"),
    ENCRYPTION("Who removed the encryption?"),
    OBJECTS("Which objects were exposed or taken?"),
    ACTOR_OR_TARGET("Did our machines attack, or were they attacked?"),
    CONTAINED("What is contained, and what is not?"),
    AUTOMATION("Which remedies are safe to automate?");

    private final String words;

    Question(String words) {
        this.words = words;
    }

    /** The word in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }

    static Optional<Question> of(String word) {
        return Arrays.stream(values()).filter(q -> q.word().equals(word)).findFirst();
    }

    /** A question in words; one not known as its table has it. */
    static String words(String word) {
        return of(word).map(Question::words).orElseGet(() -> Words.title(Words.plain(word)));
    }
}
