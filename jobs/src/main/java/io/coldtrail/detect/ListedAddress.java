package io.coldtrail.detect;

import io.coldtrail.detect.DetectionInput.ListText;
import io.coldtrail.detect.intel.ThreatList;
import io.coldtrail.detect.intel.ThreatLists;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The threat lists of the case in SQL: {@code listed(address)} is the list and its entry, null where none has the
 * address. Public, since the code that Spark generates calls it.
 */
public final class ListedAddress implements ScalarFunction<UTF8String> {
    private static final long serialVersionUID = 1L;
    static final String NAME = "listed";

    /** Sorted once a JVM, not once a task. A JVM sees few sets of lists in its life. */
    private static final Map<List<ListText>, ThreatLists> READ = new ConcurrentHashMap<>();

    private final Broadcast<DetectionInput> input;
    private transient ThreatLists lists;

    ListedAddress(Broadcast<DetectionInput> input) {
        this.input = input;
    }

    SqlFunction function() {
        return new SqlFunction(this, "threat list and entry that an address stands in");
    }

    /** Called by Spark in place of {@link #produceResult}, with null for a null. */
    public UTF8String invoke(UTF8String address) {
        if (address == null) {
            return null;
        }
        if (lists == null) {
            lists = READ.computeIfAbsent(
                    input.value().threatLists(),
                    texts -> new ThreatLists(texts.stream()
                            .map(list -> ThreatList.read(list.name(), list.text()))
                            .toList()));
        }
        return UTF8String.fromString(lists.entry(address.toString()));
    }

    @Override
    public UTF8String produceResult(InternalRow arguments) {
        return invoke(arguments.getUTF8String(0));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {DataTypes.StringType};
    }

    @Override
    public DataType resultType() {
        return DataTypes.StringType;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String canonicalName() {
        return DetectCatalog.NAME + "." + NAME;
    }
}
