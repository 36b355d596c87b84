package io.coldtrail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** moto, a double of AWS over HTTP: Glue and Athena here. One for all tests of the JVM. */
public final class Moto {
    private static String endpoint;

    private Moto() {}

    /** Where it listens; started when first asked for, with the clients of Glue and Athena pointed at it. */
    public static synchronized String start() throws IOException {
        if (endpoint == null) {
            Path server = Tools.find("python/bin/moto_server");
            int port = TestServer.freePort();
            String url = "http://127.0.0.1:" + port;
            TestServer.start(
                    "moto",
                    Path.of("."),
                    List.of(server.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port)),
                    url + "/moto-api/data.json",
                    answer -> true);
            System.setProperty("aws.endpointUrlGlue", url);
            System.setProperty("aws.endpointUrlAthena", url);
            endpoint = url;
        }
        return endpoint;
    }
}
