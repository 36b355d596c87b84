package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a bucket policy lets anyone do. A statement for everyone is public unless a condition holds it to fixed values: a
 * set of networks, a VPC, an endpoint, an organization, an account. Source: "The meaning of public" on
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
final class BucketPolicy {
    static final String LIST = "list";
    static final String GET = "get";
    static final String PUT = "put";
    static final String OTHER = "other";

    private static final Map<String, List<String>> ACTIONS = Map.of(
            LIST, List.of("s3:listbucket", "s3:listbucketversions"),
            GET, List.of("s3:getobject", "s3:getobjectversion"),
            PUT, List.of("s3:putobject"));

    private BucketPolicy() {}

    /** What anyone may do: list, get, put, other; of get and put it is enough that it holds for some objects. */
    static SortedSet<String> publicActions(JsonNode policy, String bucket) {
        SortedSet<String> allowed = new TreeSet<>();
        for (JsonNode statement : statements(policy, "Allow")) {
            if (namesEveryone(statement) && PolicyCondition.letsInStrangers(Json.field(statement, "Condition"))) {
                allowed.addAll(actions(statement, bucket));
            }
        }
        for (JsonNode statement : statements(policy, "Deny")) {
            // a deny for all but some holds for strangers too
            if (namesEveryone(statement) && PolicyCondition.holdsForStrangers(Json.field(statement, "Condition"))) {
                allowed.removeIf(kind -> denies(statement, kind, bucket));
            }
        }
        return allowed;
    }

    private static List<JsonNode> statements(JsonNode policy, String effect) {
        return Json.items(Json.field(policy, "Statement")).stream()
                .filter(s -> effect.equalsIgnoreCase(Json.text(Json.field(s, "Effect"))))
                .toList();
    }

    /** {@code *}, or all but some; a service, a federation or a canonical user is somebody. */
    private static boolean namesEveryone(JsonNode statement) {
        JsonNode principal = Json.field(statement, "Principal");
        if (principal.isMissingNode()) {
            return !Json.isNothing(Json.field(statement, "NotPrincipal"));
        }
        return isStar(principal) || isStar(Json.field(principal, "AWS"));
    }

    private static boolean isStar(JsonNode principal) {
        return Json.texts(principal).contains("*");
    }

    private static SortedSet<String> actions(JsonNode statement, String bucket) {
        SortedSet<String> kinds = new TreeSet<>();
        ACTIONS.forEach((kind, names) -> {
            if (names.stream().anyMatch(n -> hasAction(statement, n)) && reaches(statement, kind, bucket)) {
                kinds.add(kind);
            }
        });
        if (Json.texts(Json.field(statement, "Action")).stream().anyMatch(BucketPolicy::allowsMore)
                || !Json.isNothing(Json.field(statement, "NotAction"))) {
            kinds.add(OTHER);
        }
        return kinds;
    }

    /** True of an action beyond list, get and put, or a pattern that takes in such. */
    private static boolean allowsMore(String action) {
        Glob glob = new Glob(action.toLowerCase(Locale.ROOT));
        return glob.matches("s3:deleteobject")
                || glob.matches("s3:putbucketpolicy")
                || ACTIONS.values().stream().flatMap(List::stream).noneMatch(glob::matches);
    }

    private static boolean denies(JsonNode statement, String kind, String bucket) {
        if (kind.equals(OTHER)) {
            return Json.texts(Json.field(statement, "Action")).stream().anyMatch(List.of("*", "s3:*")::contains)
                    && covers(statement, LIST, bucket)
                    && covers(statement, GET, bucket);
        }
        return ACTIONS.get(kind).stream().allMatch(n -> hasAction(statement, n)) && covers(statement, kind, bucket);
    }

    private static boolean hasAction(JsonNode statement, String name) {
        JsonNode actions = Json.field(statement, "Action");
        if (actions.isMissingNode()) {
            JsonNode not = Json.field(statement, "NotAction");
            return !Json.isNothing(not) && !anyMatches(not, name);
        }
        return anyMatches(actions, name);
    }

    private static boolean anyMatches(JsonNode actions, String name) {
        return Json.texts(actions).stream().anyMatch(a -> new Glob(a.toLowerCase(Locale.ROOT)).matches(name));
    }

    private static boolean reaches(JsonNode statement, String kind, String bucket) {
        JsonNode resources = Json.field(statement, "Resource");
        if (resources.isMissingNode()) {
            JsonNode not = Json.field(statement, "NotResource");
            return !Json.isNothing(not) && Json.texts(not).stream().noneMatch(r -> covers(r, kind, bucket));
        }
        return Json.texts(resources).stream()
                .map(BucketPolicy::path)
                .anyMatch(r -> kind.equals(LIST) ? r.matches(bucket) : r.reaches(bucket + "/"));
    }

    private static boolean covers(JsonNode statement, String kind, String bucket) {
        return Json.texts(Json.field(statement, "Resource")).stream().anyMatch(r -> covers(r, kind, bucket));
    }

    private static boolean covers(String resource, String kind, String bucket) {
        Glob path = path(resource);
        return kind.equals(LIST) ? path.matches(bucket) : path.covers(bucket + "/");
    }

    /** A resource without {@code arn:partition:s3:::}. */
    private static Glob path(String resource) {
        int at = resource.indexOf(":::");
        return new Glob(resource.startsWith("arn:") && at > 0 ? resource.substring(at + 3) : resource);
    }
}
