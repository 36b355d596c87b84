package io.coldtrail.detect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Brings coldtrail's matchers into SQL, one function a rule set. Spark makes it, by its class name. */
public final class DetectCatalog implements FunctionCatalog {
    /** Name under which sessions know the catalog. */
    static final String NAME = "coldtrail";

    private static final Map<String, MatchFunction> FUNCTIONS = new ConcurrentHashMap<>();

    private String name;

    /** Makes a function known to the session, and the catalog with it. */
    static void add(SparkSession session, MatchFunction function) {
        session.conf().set("spark.sql.catalog." + NAME, DetectCatalog.class.getName());
        FUNCTIONS.put(function.name(), function);
    }

    static void remove(MatchFunction function) {
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
        MatchFunction function = ident.namespace().length == 0 ? FUNCTIONS.get(ident.name()) : null;
        if (function == null) {
            throw new NoSuchFunctionException(ident);
        }
        return function;
    }
}
