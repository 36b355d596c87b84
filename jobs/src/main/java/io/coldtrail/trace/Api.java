package io.coldtrail.trace;

import java.io.Serializable;

/**
 * A call of an AWS service.
 *
 * @param source service as host name: {@code s3.amazonaws.com}
 * @param name call: {@code GetObject}
 */
record Api(String source, String name) implements Serializable, Comparable<Api> {
    private static final String HOST = ".amazonaws.com";

    /** As people write it: {@code s3:GetObject}. */
    @Override
    public String toString() {
        return service() + ":" + name;
    }

    String service() {
        return source == null
                ? "aws"
                : source.endsWith(HOST) ? source.substring(0, source.length() - HOST.length()) : source;
    }

    @Override
    public int compareTo(Api other) {
        return toString().compareTo(other.toString());
    }
}
