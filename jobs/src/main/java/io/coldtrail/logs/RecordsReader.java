package io.coldtrail.logs;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** The rows of one task, and at their end its page of the ledger. */
public final class RecordsReader implements PartitionReader<InternalRow> {
    private final ObjectsReader objects;
    private final Ledger ledger;
    private InternalRow row;

    /**
     * @param kind what the objects hold
     * @param columns columns asked, of the kind's table
     * @param from records before are dropped, microseconds since 1970
     * @param to records after are dropped, microseconds since 1970
     * @param ledger takes what came of each object; null where nobody asks
     */
    public RecordsReader(ObjectKind kind, List<ObjectRef> refs, StructType columns, long from, long to, Ledger ledger) {
        this.objects = new ObjectsReader(refs, LogFormats.of(kind), columns, from, to, ledger != null);
        this.ledger = ledger;
    }

    @Override
    public boolean next() {
        row = objects.next();
        if (row == null && ledger != null) {
            ledger.add(Ledger.pack(objects.results()));
        }
        return row != null;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }
}
