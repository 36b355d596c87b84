package io.coldtrail.demo;

import java.time.Instant;

/** A part in the play: someone or something that acts, hour by hour. */
interface Part {
    /** Writes down what it does in the hour that begins then, and nothing earlier; order does not matter. */
    void act(Instant hour, Journal journal);
}
