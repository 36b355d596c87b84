package io.coldtrail.logs;

import io.coldtrail.archive.Fetched;
import io.coldtrail.archive.ObjectBody;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import io.coldtrail.archive.Prefetch;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the records of a list of objects, one after the other, and takes down what came of each. No object can stop it:
 * what cannot be read is a result.
 */
final class ObjectsReader implements AutoCloseable {
    /** Rejects told of one object; more of the same tell nothing new, they are counted. */
    private static final int MAX_REJECTS = 100;

    private static final int MAX_MESSAGE = 500;

    private final Prefetch objects;
    private final LogFormat format;
    private final boolean told;
    private final List<ObjectResult> results = new ArrayList<>();

    private ObjectRef object;
    private ObjectBody body;
    private ObjectBody inner;
    private long count;
    private long rejectCount;
    private List<Reject> rejects;

    /**
     * @param columns columns asked, of the table that these objects fill
     * @param from records before are dropped, microseconds since 1970
     * @param to records after are dropped, microseconds since 1970
     * @param told whether anybody will ask what came of the objects
     */
    ObjectsReader(List<ObjectRef> refs, LogFormat format, StructType columns, long from, long to, boolean told) {
        this.told = told;
        this.objects = new Prefetch(refs);
        this.format = format;
        format.want(columns, from, to, this::reject);
    }

    /** The next record's row, valid until the one after it; null at the end of the last object. */
    InternalRow next() {
        while (true) {
            if (body == null && !open()) {
                return null;
            }
            while (body != null && format.next()) {
                InternalRow row = format.row();
                count++;
                if (row != null) {
                    return row;
                }
            }
            finish();
        }
    }

    /** Opens the next object that can be; false where there is none. */
    private boolean open() {
        while (objects.hasNext()) {
            Fetched fetched = objects.next();
            if (fetched.failure() != null) {
                done(ObjectResult.unread(
                        fetched.ref(),
                        fetched.failure().status(),
                        shorten(fetched.failure().getMessage())));
                continue;
            }
            object = fetched.ref();
            body = new ObjectBody(fetched.body(), told);
            count = 0;
            rejectCount = 0;
            rejects = new ArrayList<>();
            format.begin(object, fetched.metadata(), content());
            return true;
        }
        return false;
    }

    /** The content; Firehose, told to compress, puts into gzip what CloudWatch Logs had put into gzip. */
    private Content content() {
        Content content = new Content(body::read);
        if (!content.startsWith(ObjectBody.GZIP)) {
            return content;
        }
        inner = new ObjectBody(content.stream(), false);
        return new Content(inner::read);
    }

    private void reject(Reason reason, String detail, int index, long offset, long length, byte[] firstBytes) {
        rejectCount++;
        if (rejects.size() < MAX_REJECTS) {
            rejects.add(new Reject(index, offset, length, reason, detail, Reject.printable(firstBytes)));
        }
    }

    private void finish() {
        String failure = format.failure();
        try {
            body.drain();
        } catch (IOException e) {
            failure = failure == null ? e.getMessage() : failure;
        }
        ObjectStatus status;
        if (body.storedSize() == 0) {
            status = ObjectStatus.EMPTY;
        } else if (count == 0 && (failure != null || rejectCount > 0)) {
            status = ObjectStatus.UNREADABLE;
        } else {
            status = failure == null ? ObjectStatus.READ : ObjectStatus.PARTIAL;
        }
        String message = failure;
        if (message == null && status == ObjectStatus.UNREADABLE) {
            message = rejects.get(0).detail();
        }
        done(new ObjectResult(
                object,
                status,
                shorten(message),
                told ? body.storedSha256() : null,
                told ? body.contentSha256() : null,
                body.contentSize(),
                count,
                format.skipped(),
                rejectCount,
                rejects));
        try {
            closeBody();
        } catch (IOException e) {
            // all its bytes are read: a connection that will not close takes nothing away
            object = null;
        }
        body = null;
    }

    private void closeBody() throws IOException {
        if (inner != null) {
            inner.close();
            inner = null;
        }
        body.close();
    }

    private void done(ObjectResult result) {
        if (told) {
            results.add(result);
        }
        ReadProgress.objectRead(result);
    }

    private static String shorten(String message) {
        return message == null || message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    /** What came of each object read to its end so far. */
    List<ObjectResult> results() {
        return results;
    }

    @Override
    public void close() throws IOException {
        objects.close();
        if (body != null) {
            closeBody();
        }
    }
}
