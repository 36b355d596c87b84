package io.coldtrail.net;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 lies in {@code ::ffff:0:0/96}, so that both sort and compare in one space
 * and the mapped notation of an IPv4 address is that address.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final int GROUPS = 8;
    /** Longest spelling: eight groups, the last two as dotted IPv4. */
    private static final int MAX_TEXT = 45;

    private static final long V4_MAPPED = 0xffffL << 32;

    /** Reads an address; null where the text is none (a host name, an octet with a leading zero, a zone, a prefix). */
    public static IpAddress parse(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            long v4 = v4(text);
            return v4 < 0 ? null : new IpAddress(0, V4_MAPPED | v4);
        }
        return v6(text);
    }

    /** True for IPv4, in either notation. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffffL;
    }

    /** The address of which only the first bits are kept, the rest zero. */
    IpAddress masked(int bits) {
        long highMask = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
        long lowMask = bits <= 64 ? 0 : -1L << (128 - bits);
        return new IpAddress(high & highMask, low & lowMask);
    }

    /** The 32 bits of a dotted quad, -1 where the text is none. */
    private static long v4(String text) {
        long address = 0;
        int octets = 0;
        int at = 0;
        while (octets < 4) {
            int start = at;
            int octet = 0;
            while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            // a leading zero is octal to some readers: no address rather than the wrong one
            if (at == start || octet > 255 || (at - start > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            address = address << 8 | octet;
            if (++octets < 4) {
                if (at == text.length() || text.charAt(at++) != '.') {
                    return -1;
                }
            }
        }
        return at == text.length() ? address : -1;
    }

    private static IpAddress v6(String text) {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = text.indexOf(':', at);
            String part = text.substring(at, end < 0 ? text.length() : end);
            if (part.indexOf('.') >= 0) {
                long v4 = v4(part);
                if (end >= 0 || v4 < 0 || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xffff);
                break;
            }
            int group = hex(part);
            if (group < 0 || count == GROUPS) {
                return null;
            }
            groups[count++] = group;
            if (end < 0) {
                break;
            }
            at = end + 1;
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            } else if (at == text.length()) {
                return null;
            }
        }
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return null;
        }
        int[] all = new int[GROUPS];
        int head = gap < 0 ? count : gap;
        System.arraycopy(groups, 0, all, 0, head);
        System.arraycopy(groups, head, all, GROUPS - (count - head), count - head);
        return new IpAddress(join(all, 0), join(all, 4));
    }

    private static int hex(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static long join(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** As RFC 5952 writes it: IPv4 dotted, IPv6 in lower case with the longest run of zero groups left out. */
    @Override
    public String toString() {
        if (isV4()) {
            return (low >>> 24 & 255) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
        }
        int[] groups = new int[GROUPS];
        int runStart = -1;
        int runLength = 1;
        int zeros = 0;
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (48 - 16 * (i - 4))) & 0xffff);
            zeros = groups[i] == 0 ? zeros + 1 : 0;
            if (zeros > runLength) {
                runLength = zeros;
                runStart = i - zeros + 1;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
