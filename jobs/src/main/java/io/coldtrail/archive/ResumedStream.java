package io.coldtrail.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a large object, in one piece: where a connection breaks, it is asked for the rest. */
final class ResumedStream extends InputStream {
    /** Breaks without a byte between them. */
    private static final int BREAKS = 3;

    /** Opens the object again. */
    interface Source {
        /** Its bytes from an offset on. */
        InputStream from(long offset) throws FetchException;
    }

    private final Source source;
    private InputStream body;
    private long offset;
    private int breaks;

    ResumedStream(InputStream body, Source source) {
        this.body = body;
        this.source = source;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
        while (true) {
            try {
                int n = body.read(to, at, length);
                if (n > 0) {
                    offset += n;
                    breaks = 0;
                }
                return n;
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private void resume(IOException broken) throws IOException {
        if (++breaks > BREAKS) {
            throw broken;
        }
        try {
            body.close();
        } catch (IOException e) {
            broken.addSuppressed(e); // it is broken anyway
        }
        try {
            body = source.from(offset);
        } catch (FetchException e) {
            e.addSuppressed(broken);
            throw new IOException("broke off after " + offset + " bytes: " + e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
