package io.coldtrail.demo;

/** Where it is written down what happens; the logs are derived from it. */
interface Journal {
    void add(Call call);
}
