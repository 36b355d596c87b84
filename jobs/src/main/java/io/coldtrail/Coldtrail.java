package io.coldtrail;

/** Entry point. */
public final class Coldtrail {
    public static void main(String[] args) {}
}
