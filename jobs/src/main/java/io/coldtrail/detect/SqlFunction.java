package io.coldtrail.detect;

import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.StructType;

/** A function whose types are always the same; Spark casts what it is given. */
record SqlFunction(BoundFunction function, String description) implements UnboundFunction {
    @Override
    public String name() {
        return function.name();
    }

    @Override
    public BoundFunction bind(StructType arguments) {
        int wanted = function.inputTypes().length;
        if (arguments.size() != wanted) {
            throw new UnsupportedOperationException(
                    function.canonicalName() + " takes " + wanted + " arguments, not " + arguments.size());
        }
        return function;
    }
}
