package io.coldtrail;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark cluster: a standalone master and two workers of one core, each a process of its own with a folder of its own.
 * They have Spark, Delta and S3A, as EMR has them; what else coldtrail needs, its job jar must bring.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String MASTER_HOST = "127.0.0.1";
    private static final String HEAP = "900m";
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** What is in the job jar, by the folders of a Maven repository. */
    private static final Pattern IN_JOB_JAR = Pattern.compile("/(software/amazon|org/apache/httpcomponents|info/picocli"
            + "|org/snakeyaml|com/google/re2j|io/pebbletemplates|org/unbescape|org/reactivestreams"
            + "|io/delta/delta-kernel-[a-z]+)/");

    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::kill);

    /** Starts it; returns when both workers are there. */
    public static StandaloneCluster start(Path folder) throws IOException {
        StandaloneCluster cluster = new StandaloneCluster(folder);
        try {
            cluster.start();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private StandaloneCluster(Path folder) throws IOException {
        home = Files.createDirectories(folder);
        port = freePort();
        Files.createDirectories(home.resolve("jars"));
        for (String jar :
                Files.readString(Path.of("target/classpath.txt")).trim().split(File.pathSeparator)) {
            if (!IN_JOB_JAR.matcher(jar).find()) {
                Files.createSymbolicLink(
                        home.resolve("jars").resolve(Path.of(jar).getFileName()), Path.of(jar));
            }
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private void start() throws IOException {
        int ui = freePort();
        daemon(
                "master",
                MASTER_HOST,
                "org.apache.spark.deploy.master.Master",
                "--port",
                "" + port,
                "--webui-port",
                "" + ui);
        await("the master", () -> page(ui).contains("\"aliveworkers\""));
        for (int worker = 1; worker <= 2; worker++) {
            daemon(
                    "worker-" + worker,
                    host(worker),
                    "org.apache.spark.deploy.worker.Worker",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    work(worker).toString(),
                    master());
        }
        await("the workers", () -> page(ui).replace(" ", "").contains("\"aliveworkers\":2"));
    }

    /** Each is a host of its own: Spark never tries a task twice on one. Linux answers to all of 127.0.0.0/8. */
    private static String host(int worker) {
        return "127.0.0." + (1 + worker);
    }

    private void daemon(String name, String host, String main, String... arguments) throws IOException {
        List<String> command = java("-Xmx256m");
        command.addAll(List.of(main, "--host", host));
        command.addAll(List.of(arguments));
        processes.add(run(name, host, command, Map.of()));
    }

    private List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(heap);
        command.addAll(SHORT_LIVED);
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-cp", home.resolve("jars") + "/*"));
        return command;
    }

    private Process run(String name, String host, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        // what this JVM was told of S3, nobody else is to know but by coldtrail
        process.environment().keySet().removeIf(key -> key.startsWith("AWS_"));
        process.environment().putAll(environment);
        process.environment().put("SPARK_HOME", home.toString());
        process.environment().put("SPARK_SCALA_VERSION", "2.12"); // as bin/load-spark-env.sh would
        process.environment().put("SPARK_LOCAL_IP", host);
        process.environment().put("SPARK_LOCAL_DIRS", home.resolve(name).toString());
        return process.redirectOutput(log(name).toFile()).start();
    }

    private String master() {
        return "spark://" + MASTER_HOST + ":" + port;
    }

    private Path work(int worker) {
        return home.resolve("work-" + worker);
    }

    private Path log(String name) {
        return home.resolve(name + ".log");
    }

    /**
     * Submits the job jar, as spark-submit does, and goes on.
     *
     * @param environment of the driver alone
     */
    public Process submit(Map<String, String> environment, List<String> conf, List<String> arguments)
            throws IOException {
        List<String> command = java("-Xmx1g");
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master()));
        List<String> all = new ArrayList<>(List.of(
                "spark.driver.host=" + MASTER_HOST,
                "spark.driver.bindAddress=" + MASTER_HOST,
                "spark.ui.enabled=false",
                "spark.executor.memory=" + HEAP,
                "spark.executor.cores=1"));
        all.addAll(conf);
        all.forEach(setting -> command.addAll(List.of("--conf", setting)));
        command.addAll(List.of("--class", "io.coldtrail.Coldtrail", "target/coldtrail.jar"));
        command.addAll(arguments);
        Process driver = run("driver", MASTER_HOST, command, environment);
        processes.add(driver);
        return driver;
    }

    /** What the driver said so far. */
    public String output() {
        return text(log("driver"));
    }

    /** How many executors a worker has had. */
    public int executors(int worker) {
        return executorLogs(worker).size();
    }

    /** Tasks that the executors of a worker began so far. */
    public long began(int worker) {
        return count(worker, "Running task ");
    }

    /** Tasks that the executors of a worker finished so far. */
    public long finished(int worker) {
        return count(worker, "Finished task ");
    }

    /** Tasks that were ended since another attempt at them was faster. */
    public long outrun() {
        return count(1, "another attempt succeeded") + count(2, "another attempt succeeded");
    }

    private long count(int worker, String line) {
        Pattern pattern = Pattern.compile(Pattern.quote(line));
        return executorLogs(worker).stream()
                .flatMap(log -> pattern.matcher(text(log)).results())
                .map(MatchResult::group)
                .count();
    }

    private List<Path> executorLogs(int worker) {
        if (!Files.exists(work(worker))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(work(worker), 3)) {
            return files.filter(file -> file.endsWith("stderr")).toList();
        } catch (IOException e) {
            return List.of(); // a folder that came or went meanwhile
        }
    }

    /** Ends the executor of a worker, as {@code kill -9} does. */
    public void killExecutor(int worker) {
        processes.get(worker).children().forEach(ProcessHandle::destroyForcibly);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static String page(int ui) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + MASTER_HOST + ":" + ui + "/json/"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await(String what, BooleanSupplier there) throws IOException {
        Instant deadline = Instant.now().plus(START);
        while (!there.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException(what + " did not start: " + text(log("master")) + text(log("worker-1")));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void kill() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly); // first: who loses its worker lives on
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        for (Process process : processes) {
            process.onExit().join();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
