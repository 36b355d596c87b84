package io.coldtrail.detect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Brings coldtrail's functions into SQL: a matcher a rule set, and what hunts ask of addresses. A session has it by
 * {@code spark.sql.catalog.coldtrail}, whose value is the name of this class.
 */
public final class DetectCatalog implements FunctionCatalog {
    /** Name under which sessions know the catalog. */
    static final String NAME = "coldtrail";

    private static final Map<String, UnboundFunction> FUNCTIONS = new ConcurrentHashMap<>();

    static {
        add(AddressPredicate.IS_PUBLIC);
        add(AddressPredicate.IN_AWS);
        add(BeaconFunction.FUNCTION);
        add(EvidenceFunction.FUNCTION);
    }

    private String name;

    /** Makes a function known to every session of this JVM. */
    static void add(UnboundFunction function) {
        FUNCTIONS.put(function.name(), function);
    }

    static void remove(UnboundFunction function) {
        FUNCTIONS.remove(function.name());
    }

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return FUNCTIONS.keySet().stream()
                .sorted()
                .map(f -> Identifier.of(new String[0], f))
                .toArray(Identifier[]::new);
    }

    @Override
    public UnboundFunction loadFunction(Identifier ident) throws NoSuchFunctionException {
        UnboundFunction function = ident.namespace().length == 0 ? FUNCTIONS.get(ident.name()) : null;
        if (function == null) {
            throw new NoSuchFunctionException(ident);
        }
        return function;
    }
}
