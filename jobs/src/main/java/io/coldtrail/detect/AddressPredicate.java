package io.coldtrail.detect;

import io.coldtrail.net.AwsRanges;
import io.coldtrail.net.IpAddress;
import io.coldtrail.net.PrivateRanges;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What can be told of an address by itself: false for a text that is none, null for null. Public, since the code that
 * Spark generates calls it.
 */
public final class AddressPredicate implements ScalarFunction<Boolean> {
    private static final long serialVersionUID = 1L;

    static final SqlFunction IS_PUBLIC = new SqlFunction(
            new AddressPredicate("is_public", address -> !PrivateRanges.contains(address)),
            "whether an address is one of the internet");
    static final SqlFunction IN_AWS = new SqlFunction(
            new AddressPredicate("in_aws", AwsRanges::contains),
            "whether an address lies in the ranges that AWS publishes");

    private interface Test extends Serializable {
        boolean holds(IpAddress address);
    }

    private final String name;
    private final Test test;

    private AddressPredicate(String name, Test test) {
        this.name = name;
        this.test = test;
    }

    /** Called by Spark in place of {@link #produceResult}, with null for a null. */
    public Boolean invoke(UTF8String text) {
        if (text == null) {
            return null;
        }
        IpAddress address = IpAddress.parse(text.toString());
        return address != null && test.holds(address);
    }

    @Override
    public Boolean produceResult(InternalRow arguments) {
        return invoke(arguments.getUTF8String(0));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {DataTypes.StringType};
    }

    @Override
    public DataType resultType() {
        return DataTypes.BooleanType;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String canonicalName() {
        return DetectCatalog.NAME + "." + name;
    }
}
