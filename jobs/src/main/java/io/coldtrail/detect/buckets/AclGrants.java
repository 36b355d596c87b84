package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an ACL grants to everyone: to the groups AllUsers and AuthenticatedUsers, which is anyone with an AWS account.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
final class AclGrants {
    private static final List<String> ALL = List.of("READ", "READ_ACP", "WRITE", "WRITE_ACP");
    private static final List<String> GROUPS = List.of("allusers", "authenticatedusers");
    private static final Map<String, List<String>> CANNED = Map.of(
            "public-read", List.of("READ"),
            "public-read-write", List.of("READ", "WRITE"),
            "authenticated-read", List.of("READ"));
    private static final Map<String, String> HEADERS = Map.of(
            "x-amz-grant-read", "READ",
            "x-amz-grant-write", "WRITE",
            "x-amz-grant-read-acp", "READ_ACP",
            "x-amz-grant-write-acp", "WRITE_ACP",
            "x-amz-grant-full-control", "FULL_CONTROL");

    private AclGrants() {}

    /** Grants of a PutBucketAcl or CreateBucket, which say them as a name, as headers or as a whole policy. */
    static SortedSet<String> ofRequest(JsonNode request) {
        SortedSet<String> grants = new TreeSet<>();
        Json.texts(Json.field(request, "x-amz-acl")).forEach(c -> grants.addAll(CANNED.getOrDefault(c, List.of())));
        HEADERS.forEach((header, permission) -> Json.texts(Json.field(request, header)).stream()
                .filter(AclGrants::isEveryone)
                .forEach(g -> add(grants, permission)));
        JsonNode list = Json.field(Json.field(request, "AccessControlPolicy"), "AccessControlList");
        addAll(grants, Json.items(Json.field(list, "Grant")));
        return grants;
    }

    /** Grants of an ACL as AWS Config has it; null where it does not say. */
    static SortedSet<String> ofConfig(JsonNode acl) {
        JsonNode list = Json.field(acl, "grantList");
        if (!list.isArray()) {
            return null;
        }
        SortedSet<String> grants = new TreeSet<>();
        addAll(grants, Json.items(list));
        return grants;
    }

    private static void addAll(SortedSet<String> grants, List<JsonNode> list) {
        for (JsonNode grant : list) {
            JsonNode grantee = Json.field(grant, "Grantee");
            String name = grantee.isValueNode() ? grantee.asText() : Json.text(Json.field(grantee, "URI"));
            String permission = Json.text(Json.field(grant, "Permission"));
            if (name != null && permission != null && isEveryone(name)) {
                add(grants, permission);
            }
        }
    }

    private static boolean isEveryone(String grantee) {
        String name = grantee.toLowerCase(Locale.ROOT);
        return GROUPS.stream().anyMatch(g -> name.equals(g) || name.contains("/" + g));
    }

    /** Permissions in the words of S3; AWS Config writes FullControl and ReadAcp. */
    private static void add(SortedSet<String> grants, String permission) {
        String word = permission.replace("_", "").toUpperCase(Locale.ROOT);
        if (word.equals("FULLCONTROL")) {
            grants.addAll(ALL);
        } else {
            ALL.stream().filter(p -> p.replace("_", "").equals(word)).forEach(grants::add);
        }
    }
}
