package io.coldtrail.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of S3 as its bucket's access log has it, with the fields of November 2022: up to the access point. What the
 * client sent stands in quotes and is not escaped. https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
final class AccessLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final Pattern ARN = Pattern.compile("\"arn\":\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\"accessKeyId\":\"([^\"]+)\"");
    private static final Map<String, String> SETTINGS = Map.of(
            "policy", "BUCKETPOLICY",
            "logging", "LOGGING_STATUS");

    private AccessLine() {}

    static String of(World world, Call call) {
        Dice dice = Dice.of(world.seed, "access " + call.requestId);
        boolean failed = call.errorCode != null;
        String key = (String) call.request.get("key");
        String sub = setting(call);
        long sent = number(call, "bytesTransferredOut");
        long size = key == null || failed ? 0 : Math.max(sent, number(call, "bytesTransferredIn"));
        int turnAround = dice.between(8, 60);
        StringJoiner line = new StringJoiner(" ");
        line.add(world.canonicalId).add(bucket(call)).add(TIME.format(call.time));
        line.add(call.caller.remote() ? call.caller.address() : "-")
                .add(requester(call))
                .add(call.requestId);
        line.add("REST." + method(call) + "." + (key != null ? "OBJECT" : sub == null ? "BUCKET" : type(sub)));
        line.add(key == null ? "-" : encode(encode(key))).add(quoted(request(call, key, sub, dice)));
        line.add(status(call)).add(failed ? error(call) : "-").add(dash(sent)).add(dash(size));
        line.add("" + (turnAround + sent / 40_000 + dice.below(9))).add("" + turnAround);
        line.add(quoted("-")).add(quoted(call.caller.agent())).add("-").add(text(call, "x-amz-id-2"));
        line.add(text(call, "SignatureVersion")).add(text(call, "CipherSuite")).add(text(call, "AuthenticationMethod"));
        return line.add(call.host).add("TLSv1.2").add("-").toString();
    }

    static String bucket(Call call) {
        return (String) call.request.get("bucketName");
    }

    /** The query that names what of the bucket is meant, null for its objects. */
    private static String setting(Call call) {
        return call.request.entrySet().stream()
                .filter(entry -> entry.getValue().equals(""))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static String type(String setting) {
        return SETTINGS.getOrDefault(setting, setting.toUpperCase(Locale.ROOT));
    }

    private static String method(Call call) {
        if (call.api.startsWith("Put")) {
            return "PUT";
        }
        return call.api.startsWith("Delete") ? "DELETE" : "GET";
    }

    private static String requester(Call call) {
        String identity = call.caller.identity().text();
        if (identity.contains("ANONYMOUS_PRINCIPAL")) {
            return "-";
        }
        Matcher arn = ARN.matcher(identity);
        return arn.find() ? arn.group(1) : "svc:" + call.caller.agent();
    }

    private static String request(Call call, String key, String sub, Dice dice) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (sub != null) {
            query.add(sub);
        }
        call.request.forEach((name, value) -> {
            if (name.equals("list-type") || name.equals("prefix") || name.startsWith("X-Amz-")) {
                query.add(name + "=" + encode(value.toString()).replace("/", "%2F"));
            }
        });
        if ("QueryString".equals(text(call, "AuthenticationMethod"))) {
            Matcher signer = KEY.matcher(call.caller.identity().text());
            String day = call.request.get("X-Amz-Date").toString().substring(0, 8);
            query.add("X-Amz-Credential=" + (signer.find() ? signer.group(1) : "") + "%2F" + day + "%2F" + World.HOME
                    + "%2Fs3%2Faws4_request");
            query.add("X-Amz-Signature=" + dice.hex(64));
        }
        return method(call) + " /" + (key == null ? "" : encode(key)) + query + " HTTP/1.1";
    }

    private static String status(Call call) {
        if (call.errorCode == null) {
            return method(call).equals("DELETE") ? "204" : "200";
        }
        if (call.errorCode.startsWith("Throttling")) {
            return "503";
        }
        return call.errorCode.startsWith("AccessDenied") ? "403" : "404";
    }

    private static String error(Call call) {
        return call.errorCode.startsWith("Throttling") ? "SlowDown" : call.errorCode;
    }

    private static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String dash(long number) {
        return number == 0 ? "-" : "" + number;
    }

    private static long number(Call call, String field) {
        return call.additional.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private static String text(Call call, String field) {
        return (String) call.additional.getOrDefault(field, "-");
    }
}
