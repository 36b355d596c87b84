package io.coldtrail.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An AWS account in a process of its own ({@code aws_double.py}: moto and what it lacks), and a shell to work in it: with
 * the real aws CLI, and with this repository's {@code emr/}. Maven and the launcher are stand-ins that say what they
 * were asked.
 */
final class AwsDouble {
    /** What a command came to. */
    record Output(int exit, String out, String err) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REGION = "us-east-1";
    private static String endpoint;

    private final Path home;
    private final Path tools = Tools.find("python/bin/aws").getParent();

    /**
     * A shell in the account, which all tests of this JVM share.
     *
     * @param home an empty folder, which becomes a checkout
     */
    AwsDouble(Path home) throws IOException {
        this.home = home;
        start(tools);
        Files.createDirectory(home.resolve("emr"));
        for (String name : List.of("template.yaml", "submit")) {
            Files.copy(Path.of("../emr", name), home.resolve("emr").resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        script("bin/mvn", "mkdir -p jobs/target && echo jar >jobs/target/coldtrail.jar");
        script("coldtrail", "printf '%s\\n' \"$@\" '' >>coldtrail.arguments");
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made a command");
        }
    }

    private static synchronized void start(Path tools) throws IOException {
        if (endpoint != null) {
            return;
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path log = Files.createTempFile("aws-double-", ".log");
        Process process = new ProcessBuilder(tools.resolve("python").toString(), resource("aws_double.py"), "" + port)
                .redirectError(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (said.readLine() == null) {
            throw new IOException("the double of AWS did not start: " + Files.readString(log));
        }
        endpoint = "http://127.0.0.1:" + port;
    }

    private static String resource(String name) {
        return Path.of("src/test/resources/emr", name).toAbsolutePath().toString();
    }

    /** Runs what one would type in the checkout. */
    Output type(String commands) throws IOException {
        return type(Map.of(), commands);
    }

    /** The same, with more in the environment. */
    Output type(Map<String, String> environment, String commands) throws IOException {
        return run(environment, "bash", "-euo", "pipefail", "-c", commands);
    }

    /** From now on whoever is not a role with a right to it is refused. */
    void askForRights() throws IOException {
        HttpURLConnection ask = (HttpURLConnection)
                URI.create(endpoint + "/moto-api/reset-auth").toURL().openConnection();
        ask.setDoOutput(true);
        ask.setRequestProperty("Content-Type", "text/plain");
        ask.getOutputStream().write('0');
        if (ask.getResponseCode() != 200) {
            throw new IOException("the double of AWS says " + ask.getResponseCode());
        }
    }

    /** Runs one of the tools. */
    Output tool(String name, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = tools.resolve(name).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(Map.of(), command);
    }

    private Output run(Map<String, String> more, String... command) throws IOException {
        Path out = Files.createTempFile("out-", ".txt");
        Path err = Files.createTempFile("err-", ".txt");
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = process.environment();
        environment.keySet().removeIf(key -> key.startsWith("AWS_"));
        environment.put("AWS_ENDPOINT_URL", endpoint);
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("AWS_DEFAULT_REGION", REGION);
        environment.put("COLDTRAIL_POLL", "0.1");
        environment.put("PATH", home.resolve("bin") + ":" + tools + ":" + environment.get("PATH"));
        environment.putAll(more);
        try {
            int exit = process.start().waitFor();
            return new Output(exit, Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Deploys the template, as README.md does. */
    Output deploy(String stack, String... parameters) throws IOException {
        return type("aws cloudformation deploy --stack-name " + stack + " --template-file emr/template.yaml"
                + " --capabilities CAPABILITY_IAM --parameter-overrides " + String.join(" ", parameters));
    }

    /** What is in the account for a stack: its outputs, and the parts that {@code deployed.py} has. */
    JsonNode deployed(String stack, String... parts) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(resource("deployed.py"), endpoint, stack));
        arguments.addAll(List.of(parts));
        Output said = tool("python", arguments.toArray(String[]::new));
        if (said.exit() != 0) {
            throw new IOException(said.err());
        }
        return JSON.readTree(said.out());
    }

    /** A file of the checkout. */
    Path file(String name) {
        return home.resolve(name);
    }
}
