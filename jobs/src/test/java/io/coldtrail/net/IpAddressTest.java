package io.coldtrail.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /** Spellings of RFC 4291 and RFC 5952, and how the latter writes them. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "0:0:1::, 0:0:1::"
    })
    void reads(String text, String written) {
        assertEquals(written, IpAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4 ",
                "1.2.3.-4",
                "1.2.3.4/32",
                "1..2.3",
                "a.b.c.d",
                "AWS Internal",
                "ec2.amazonaws.com",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "::1%eth0",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:8::",
                "1:",
                ":1",
                "١.٢.٣.٤",
                "::٣"
            })
    void refuses(String text) {
        assertNull(IpAddress.parse(text));
        assertNull(Cidr.parse(text + "/8"));
    }

    /** The JDK as oracle: it reads any literal that we write, to the same bytes. */
    @Test
    void writesWhatOthersRead() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            for (int b = 0; b < 16; b++) {
                bytes[b] = random.nextInt(3) > 0 ? 0 : bytes[b];
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            if (!(address instanceof Inet6Address)) {
                continue;
            }
            IpAddress ours = IpAddress.parse(address.getHostAddress());
            assertNotNull(ours, address.getHostAddress());
            assertEquals(address, InetAddress.getByName(ours.toString()));
            assertEquals(ours, IpAddress.parse(ours.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8, 10.255.0.1, 11.0.0.0",
        "192.0.2.7, 192.0.2.7, 192.0.2.7, 192.0.2.8",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7, 192.0.2.6",
        "0.0.0.0/0, 0.0.0.0/0, 203.0.113.9, ::1",
        "2001:db8::1/33, 2001:db8::/33, 2001:db8:7fff::, 2001:db8:8000::",
        "2001:db8::/64, 2001:db8::/64, 2001:db8::ffff, 2001:db8:0:1::",
        "2001:db8::/65, 2001:db8::/65, 2001:db8::7fff:0:0:0, 2001:db8::8000:0:0:0",
        "::/0, ::/0, 2001:db8::, 192.0.2.1",
        "::1/128, ::1, ::1, ::2"
    })
    void networks(String text, String written, String inside, String outside) {
        Cidr network = Cidr.parse(text);
        assertEquals(written, network.toString());
        assertEquals(true, network.contains(IpAddress.parse(inside)));
        assertEquals(false, network.contains(IpAddress.parse(outside)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "::/1000", "/8", "x/8"})
    void refusesNetworks(String text) {
        assertNull(Cidr.parse(text));
    }
}
