package io.coldtrail.logs.host;

/**
 * What rsyslog makes of equal messages: {@code message repeated 3 times: [ text]}.
 *
 * @param times how often it was said
 * @param text what was said
 */
public record RepeatedMessage(int times, String text) {
    private static final String BEGIN = "message repeated ";
    private static final String MIDDLE = " times: [";

    /** Reads a text; null where it repeats nothing. */
    public static RepeatedMessage of(String text) {
        int middle = text.indexOf(MIDDLE);
        if (!text.startsWith(BEGIN) || middle < BEGIN.length() || !text.endsWith("]")) {
            return null;
        }
        Integer times = Numbers.whole(text.substring(BEGIN.length(), middle));
        String inner = text.substring(middle + MIDDLE.length(), text.length() - 1);
        return times == null || times == 0 ? null : new RepeatedMessage(times, inner.stripLeading());
    }
}
