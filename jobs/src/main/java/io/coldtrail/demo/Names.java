package io.coldtrail.demo;

import java.util.List;

/** Names that sound real and are nobody's. */
final class Names {
    private static final List<String> FIRST = List.of(
            "maya", "owen", "priya", "lucas", "hana", "felix", "amara", "jonas", "leila", "tomas", "ingrid", "kofi",
            "nadia", "ethan", "sofia", "marek", "yuki", "ruben", "clara", "dario", "elif", "piotr", "noor", "simon",
            "greta", "mateo", "anika", "hugo", "zara", "levi", "tessa", "omar", "ines", "caleb", "rosa", "viktor",
            "lena");

    private static final List<String> LAST = List.of(
            "chen",
            "alvarez",
            "okafor",
            "lindqvist",
            "patel",
            "moreau",
            "tanaka",
            "novak",
            "haddad",
            "sorensen",
            "mbeki",
            "kowalski",
            "ferrari",
            "iyer",
            "bauer",
            "santos",
            "demir",
            "larsen",
            "quinn",
            "rahman",
            "vega",
            "walsh",
            "zhou",
            "abbott",
            "costa",
            "dubois",
            "eriksen",
            "fischer",
            "greene",
            "hoang",
            "ivanov",
            "jensen",
            "keller",
            "lopez",
            "marin",
            "nilsen",
            "osei",
            "pereira",
            "rossi",
            "silva",
            "toth");

    private static final List<String> COMPANY_HEAD =
            List.of("alder", "cobalt", "harbor", "juniper", "lumen", "marlin", "orchard", "quarry", "sable", "tidal");

    private static final List<String> COMPANY_TAIL =
            List.of("freight", "ledger", "optics", "foods", "clinic", "rail", "works", "parts", "travel", "loans");

    private Names() {}

    static String company(Dice dice) {
        return dice.pick(COMPANY_HEAD) + dice.pick(COMPANY_TAIL);
    }

    /** The lists' lengths have no common divisor, so the first 1,517 names differ; later ones get a number. */
    static String person(long seed, int number) {
        int start = Dice.of(seed, "names").below(FIRST.size() * LAST.size());
        int place = start + number;
        int turn = number / (FIRST.size() * LAST.size());
        return FIRST.get(place % FIRST.size()) + "." + LAST.get(place % LAST.size()) + (turn == 0 ? "" : turn + 1);
    }
}
