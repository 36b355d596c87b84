package io.coldtrail.demo;

/** Where it is written down what happens; the logs are derived from it. */
interface Journal {
    void add(Call call);

    void add(Exchange exchange);

    void add(Lookup lookup);

    void add(HostLine line);

    /** An interface comes to be. */
    void add(NetworkInterface nic);
}
