package io.coldtrail.net;

/**
 * A network: an address and how many of its bits count.
 *
 * @param network lowest address of the network
 * @param bits prefix length in the 128-bit space of {@link IpAddress}; that of IPv4 plus 96
 */
public record Cidr(IpAddress network, int bits) {
    private static final int V4_OFFSET = 96;
    private static final int ALL = 128;

    /**
     * Reads {@code address} or {@code address/length}; bits of the host part are dropped. Null where the text is
     * neither.
     */
    public static Cidr parse(String text) {
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = ALL;
        if (slash >= 0) {
            int length = length(text, slash + 1);
            boolean dotted = text.indexOf(':') < 0;
            if (length < 0 || length > (dotted ? ALL - V4_OFFSET : ALL)) {
                return null;
            }
            bits = dotted ? length + V4_OFFSET : length;
        }
        return new Cidr(address.masked(bits), bits);
    }

    private static int length(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 3) {
            return -1;
        }
        int length = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + c - '0';
        }
        return length;
    }

    /** True where the address lies in the network; an IPv4 address never lies in an IPv6 network. */
    public boolean contains(IpAddress address) {
        return (bits >= V4_OFFSET || !address.isV4()) && address.masked(bits).equals(network);
    }

    /** The address alone where all bits count, else address and length. */
    @Override
    public String toString() {
        boolean v4 = network.isV4() && bits >= V4_OFFSET;
        return bits == ALL ? network.toString() : network + "/" + (v4 ? bits - V4_OFFSET : bits);
    }
}
