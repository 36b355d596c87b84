package io.coldtrail.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixSetTest {
    @Test
    void theSmallestNetworkAnswers() {
        PrefixSet set =
                PrefixSet.of(cidrs("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "10.1.0.0/16", "2001:db8::/32", "::/0"));
        assertEquals(2, set.longest(IpAddress.parse("10.1.2.3")));
        assertEquals(1, set.longest(IpAddress.parse("10.1.2.4")));
        assertEquals(0, set.longest(IpAddress.parse("10.200.0.0")));
        assertEquals(-1, set.longest(IpAddress.parse("11.0.0.0")));
        assertEquals(4, set.longest(IpAddress.parse("2001:db8:1::")));
        assertEquals(5, set.longest(IpAddress.parse("2001:db9::")));
        assertEquals(-1, PrefixSet.of(List.of()).longest(IpAddress.parse("10.0.0.1")));
    }

    @Test
    void agreesWithAskingEachNetwork() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<Cidr> networks = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                networks.add(Cidr.parse(address(random) + "/" + random.nextInt(33)));
            }
            PrefixSet set = PrefixSet.of(networks);
            for (int i = 0; i < 100; i++) {
                IpAddress address = IpAddress.parse(address(random));
                int expected = -1;
                for (int n = 0; n < networks.size(); n++) {
                    if (networks.get(n).contains(address)
                            && (expected < 0
                                    || networks.get(n).bits()
                                            > networks.get(expected).bits())) {
                        expected = n;
                    }
                }
                assertEquals(expected, set.longest(address), () -> address + " in " + networks);
            }
        }
    }

    private static String address(Random random) {
        // few different octets, so that networks nest
        return random.nextInt(2) * 128 + "." + random.nextInt(3) + "." + random.nextInt(2) * 255 + "."
                + random.nextInt(4);
    }

    private static List<Cidr> cidrs(String... texts) {
        return List.of(texts).stream().map(Cidr::parse).toList();
    }
}
