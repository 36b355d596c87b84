package io.coldtrail.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * A resource as it was from a time on. https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 *
 * @param changed when it came to be so; AWS Config sees it a little later
 * @param relations each {@code {resourceType, resourceId, name}}
 */
record ConfigItem(
        Instant changed,
        String status,
        String type,
        String id,
        String name,
        String arn,
        Instant created,
        Map<String, Object> configuration,
        Map<String, Object> supplement,
        List<Object> relations,
        Map<String, Object> tags) {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** One without tags, relations and settings beside its own. */
    static ConfigItem of(
            Instant changed,
            String status,
            String type,
            String id,
            String name,
            String arn,
            Instant created,
            Map<String, Object> configuration) {
        return new ConfigItem(
                changed, status, type, id, name, arn, created, configuration, Json.object(), List.of(), Json.object());
    }

    /** Of what EC2 has in the region of the story. */
    static String ec2Arn(World world, String resource) {
        return "arn:aws:ec2:" + World.HOME + ":" + world.account + ":" + resource;
    }

    static String time(Instant time) {
        return MILLIS.format(time);
    }

    Instant captured(long seed) {
        Dice dice = Dice.of(seed, "capture of " + id, changed.getEpochSecond());
        return changed.plusSeconds(dice.between(25, 150)).plusMillis(dice.below(1_000));
    }

    Map<String, Object> json(World world) {
        boolean global = type.startsWith("AWS::IAM::");
        return Json.object(
                "relatedEvents",
                List.of(),
                "relationships",
                relations,
                "configuration",
                configuration,
                "supplementaryConfiguration",
                supplement,
                "tags",
                tags,
                "configurationItemVersion",
                "1.3",
                "configurationItemCaptureTime",
                time(captured(world.seed)),
                "configurationStateId",
                captured(world.seed).toEpochMilli(),
                "awsAccountId",
                world.account,
                "configurationItemStatus",
                status,
                "resourceType",
                type,
                "resourceId",
                id,
                "resourceName",
                name,
                "ARN",
                arn,
                "awsRegion",
                global ? "global" : World.HOME,
                "availabilityZone",
                global ? "Not Applicable" : "Multiple Availability Zones",
                "configurationStateMd5Hash",
                "",
                "resourceCreationTime",
                time(created));
    }
}
