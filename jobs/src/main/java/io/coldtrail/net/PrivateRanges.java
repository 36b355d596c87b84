package io.coldtrail.net;

import java.util.stream.Stream;

/** Addresses that no packet of the internet carries: private, shared, loopback, link-local. Source: RFC 6890. */
public final class PrivateRanges {
    private static final PrefixSet RANGES = PrefixSet.of(Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "fc00::/7",
                    "fe80::/10",
                    "::1")
            .map(Cidr::parse)
            .toList());

    private PrivateRanges() {}

    /** True where the address means something in its own network only. */
    public static boolean contains(IpAddress address) {
        return RANGES.contains(address);
    }
}
