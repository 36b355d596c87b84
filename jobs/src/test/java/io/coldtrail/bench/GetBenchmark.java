package io.coldtrail.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpService;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.AttributeMap;

/** What a GET costs by HTTP client: the same objects, 64 in flight, in turns in one JVM. Run by {@code jobs/bench s3}. */
public final class GetBenchmark {
    private static final int IN_FLIGHT = 64;
    private static final int WARM_UP = 2;
    /** Of the clients that only the classpath of this has; CRT asks the system whom it trusts, and not Java. */
    private static final AttributeMap OPTIONS = AttributeMap.builder()
            .put(SdkHttpConfigurationOption.MAX_CONNECTIONS, IN_FLIGHT)
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .build();

    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");

    private GetBenchmark() {}

    private interface Get {
        /** Reads an object whole; its bytes. */
        long get(String key) throws Exception;
    }

    /** Arguments: the bucket's folder; key store of the server's certificate; rounds. */
    public static void main(String[] args) throws Exception {
        System.setProperty("http.maxConnections", Integer.toString(IN_FLIGHT));
        try (SlowS3.Running s3 = SlowS3.start(args[0], args[1])) {
            measure(s3.http(), Integer.parseInt(args[2]));
            measure(s3.https(), Integer.parseInt(args[2]));
        }
    }

    private static void measure(String endpoint, int rounds) throws Exception {
        List<String> keys = new ArrayList<>();
        S3Client apache = sdk(
                endpoint, ApacheHttpClient.builder().maxConnections(IN_FLIGHT).build());
        apache.listObjectsV2Paginator(b -> b.bucket(SlowS3.BUCKET)).contents().stream()
                .map(S3Object::key)
                .forEach(keys::add);
        Map<String, Get> clients = new LinkedHashMap<>();
        clients.put("SDK S3Client over Apache", sdkGet(apache));
        clients.put("SDK S3Client over HttpURLConnection", sdkGet(sdk(endpoint, UrlConnectionHttpClient.create())));
        clients.put(
                "SDK signer, Apache",
                signed(
                        endpoint,
                        ApacheHttpClient.builder().maxConnections(IN_FLIGHT).build()));
        clients.put("SDK signer, HttpURLConnection", signed(endpoint, UrlConnectionHttpClient.create()));
        for (SdkHttpService service : ServiceLoader.load(SdkHttpService.class)) {
            if (name(service).startsWith("AwsCrt")) {
                clients.put(
                        "SDK signer, CRT",
                        signed(endpoint, service.createHttpClientBuilder().buildWithDefaults(OPTIONS)));
            }
        }
        for (SdkAsyncHttpService service : ServiceLoader.load(SdkAsyncHttpService.class)) {
            clients.put(
                    "SDK S3AsyncClient over " + (name(service).startsWith("AwsCrt") ? "CRT" : "Netty"),
                    asyncGet(endpoint, service.createAsyncHttpClientFactory().buildWithDefaults(OPTIONS)));
        }
        clients.put("SDK signer, java.net.http, send", jdk(endpoint, false));
        clients.put("SDK signer, java.net.http, sendAsync", jdk(endpoint, true));

        ExecutorService pool = Executors.newFixedThreadPool(IN_FLIGHT);
        Map<String, double[]> best = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            for (Map.Entry<String, Get> client : clients.entrySet()) {
                double[] seconds = time(pool, keys, client.getValue());
                if (round >= WARM_UP) {
                    best.merge(client.getKey(), seconds, (a, b) ->
                            new double[] {Math.min(a[0], b[0]), Math.min(a[1], b[1]), a[2]});
                }
            }
        }
        pool.shutdown();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d objects, %,.1f MB, %d in flight%n",
                endpoint,
                keys.size(),
                best.values().iterator().next()[2] / 1e6,
                IN_FLIGHT);
        best.forEach((name, s) -> System.out.printf(
                Locale.ROOT,
                "%-40s %5.2f s wall   %5.2f s CPU   %5.3f ms CPU a GET%n",
                name,
                s[0],
                s[1],
                s[1] * 1e3 / keys.size()));
    }

    private static double[] time(ExecutorService pool, List<String> keys, Get client)
            throws InterruptedException, ExecutionException {
        System.gc();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        AtomicLong bytes = new AtomicLong();
        List<Future<?>> gets = new ArrayList<>();
        for (String key : keys) {
            gets.add(pool.submit(() -> bytes.addAndGet(client.get(key))));
        }
        for (Future<?> get : gets) {
            get.get();
        }
        return new double[] {(System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9, bytes.get()};
    }

    private static S3Client sdk(String endpoint, SdkHttpClient http) {
        return at(endpoint, S3Client.builder()).httpClient(http).build();
    }

    private static <B extends S3BaseClientBuilder<B, C>, C> B at(String endpoint, B builder) {
        return builder.endpointOverride(URI.create(endpoint))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS));
    }

    private static Get sdkGet(S3Client s3) {
        return key -> {
            try (InputStream body = s3.getObject(b -> b.bucket(SlowS3.BUCKET).key(key))) {
                return body.readAllBytes().length;
            }
        };
    }

    private static String name(Object service) {
        return service.getClass().getSimpleName();
    }

    private static Get asyncGet(String endpoint, SdkAsyncHttpClient http) {
        S3AsyncClient s3 =
                at(endpoint, S3AsyncClient.builder()).httpClient(http).build();
        return key -> s3.getObject(b -> b.bucket(SlowS3.BUCKET).key(key), AsyncResponseTransformer.toBytes())
                .get()
                .asByteArrayUnsafe()
                .length;
    }

    private static SdkHttpRequest sign(AwsV4HttpSigner signer, String endpoint, String key) {
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(endpoint + "/" + SlowS3.BUCKET + "/" + key))
                .build();
        return signer.sign(r -> r.identity(CREDENTIALS)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request();
    }

    private static Get signed(String endpoint, SdkHttpClient http) {
        AwsV4HttpSigner signer = AwsV4HttpSigner.create();
        return key -> {
            HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(sign(signer, endpoint, key))
                            .build())
                    .call();
            try (InputStream body = answer.responseBody().get()) {
                return body.readAllBytes().length;
            }
        };
    }

    private static Get jdk(String endpoint, boolean async) {
        AwsV4HttpSigner signer = AwsV4HttpSigner.create();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return key -> {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(endpoint + "/" + SlowS3.BUCKET + "/" + key));
            sign(signer, endpoint, key).forEachHeader((name, values) -> {
                if (!name.equalsIgnoreCase("host")) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = async
                    ? http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                            .get()
                    : http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body().length;
        };
    }
}
