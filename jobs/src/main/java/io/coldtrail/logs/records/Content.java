package io.coldtrail.logs.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** An object's content, whose first bytes can be looked at before it is read: they tell how it is to be read. */
public final class Content implements ByteWindow.Source {
    private static final int HEAD = 64;

    private final ByteWindow.Source source;
    private final byte[] head = new byte[HEAD];
    private int headLimit;
    private int headPos;
    private IOException failure;

    public Content(ByteWindow.Source source) {
        this.source = source;
        try {
            while (headLimit < HEAD) {
                int n = source.read(head, headLimit, HEAD - headLimit);
                if (n < 0) {
                    break;
                }
                headLimit += n;
            }
        } catch (IOException e) {
            failure = e; // told when the bytes before it are read
        }
    }

    /** The first bytes, at most 64. */
    public byte[] first() {
        return Arrays.copyOf(head, headLimit);
    }

    /** True where the content begins with these bytes. */
    public boolean startsWith(byte[] bytes) {
        return headLimit >= bytes.length && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
    }

    /** The same as a stream; closing it does nothing. */
    public InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return Content.this.read(to, offset, length);
            }
        };
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (headPos < headLimit) {
            int n = Math.min(length, headLimit - headPos);
            System.arraycopy(head, headPos, to, offset, n);
            headPos += n;
            return n;
        }
        if (failure != null) {
            throw failure;
        }
        return source.read(to, offset, length);
    }
}
