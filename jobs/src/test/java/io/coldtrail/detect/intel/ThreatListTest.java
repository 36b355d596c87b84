package io.coldtrail.detect.intel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreatListTest {
    @Test
    void readsWhatPeopleWrite() {
        ThreatList list = ThreatList.read(
                "bad.txt",
                "\ufeff# from somebody\r\n\r\n192.0.2.66\r\n 198.51.100.0/24 # a net\n2001:db8::/32;v6\rnot an address\n1.2.3.4/40\n"
                        + "x".repeat(200) + "\u001b\n<script>\n");
        assertEquals(
                List.of("192.0.2.66", "198.51.100.0/24", "2001:db8::/32"),
                list.entries().stream().map(Object::toString).toList());
        assertEquals(4, list.bad());
        assertEquals("bad.txt:6: not an address", list.badSample().get(0));
        assertEquals(3, list.badSample().size());
        assertEquals("bad.txt:8: " + "x".repeat(60), list.badSample().get(2));
    }

    @Test
    void namesTheListAndTheSmallestEntry() {
        ThreatLists lists = new ThreatLists(List.of(
                ThreatList.read("wide.txt", "198.51.0.0/16"),
                ThreatList.read("narrow.txt", "198.51.100.0/24\n192.0.2.66")));
        assertEquals("narrow.txt: 198.51.100.0/24", lists.entry("198.51.100.9"));
        assertEquals("wide.txt: 198.51.0.0/16", lists.entry("198.51.1.9"));
        assertEquals("narrow.txt: 192.0.2.66", lists.entry("::ffff:192.0.2.66"));
        assertNull(lists.entry("203.0.113.1"));
        assertNull(lists.entry("ec2.amazonaws.com"));
        assertNull(new ThreatLists(List.of()).entry("192.0.2.66"));
    }
}
