package io.coldtrail.detect.buckets;

import java.util.BitSet;

/** A pattern of IAM: {@code *} is any run of characters, {@code ?} any one. */
record Glob(String pattern) {
    boolean matches(String text) {
        return after(text).get(pattern.length());
    }

    /** True where some text that begins with this matches. */
    boolean reaches(String begin) {
        return !after(begin).isEmpty();
    }

    /** True where every text that begins with this matches. */
    boolean covers(String begin) {
        int end = pattern.length();
        return pattern.endsWith("*") && after(begin).get(end);
    }

    /** Places in the pattern that may come next once the text is used up: in one pass, whatever the pattern. */
    private BitSet after(String text) {
        BitSet places = new BitSet();
        add(places, 0);
        for (int i = 0; i < text.length(); i++) {
            BitSet next = new BitSet();
            for (int p = places.nextSetBit(0); p >= 0 && p < pattern.length(); p = places.nextSetBit(p + 1)) {
                char c = pattern.charAt(p);
                if (c == '*') {
                    add(next, p);
                } else if (c == '?' || c == text.charAt(i)) {
                    add(next, p + 1);
                }
            }
            places = next;
        }
        return places;
    }

    private void add(BitSet places, int place) {
        places.set(place);
        // a star may stand for nothing
        for (int p = place; p < pattern.length() && pattern.charAt(p) == '*'; p++) {
            places.set(p + 1);
        }
    }
}
