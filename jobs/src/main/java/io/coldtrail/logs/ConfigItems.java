package io.coldtrail.logs;

import io.coldtrail.logs.json.JsonShape;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructField;

/**
 * AWS Config's history and snapshots, table {@code config_items}: {@code {"configurationItems":[...]}} as delivered to
 * S3, or as the API gives them. Of resources that the table does not keep no row is made.
 *
 * <p>https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 */
final class ConfigItems extends JsonFormat {
    private static final Set<String> KEPT = Set.of(
            "AWS::EC2::Instance",
            "AWS::EC2::NetworkInterface",
            "AWS::EC2::EIP",
            "AWS::EC2::NatGateway",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::NetworkAcl",
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::IAM::InstanceProfile",
            "AWS::S3::Bucket",
            "AWS::S3::AccountPublicAccessBlock",
            "AWS::CloudTrail::Trail");

    private static final int SNAPSHOT_ID = 0;
    private static final JsonShape SHAPE = new JsonShape(
            List.of("configurationItemCaptureTime", "configurationItemStatus"),
            List.of("configurationItems", "baseConfigurationItems"),
            List.of("configurationItem", "detail.configurationItem"),
            List.of(),
            List.of("configSnapshotId", "fileVersion", "requestId"),
            null);

    private final int resourceType = slot("resourceType");

    ConfigItems() {
        super("config_items", SHAPE);
    }

    static boolean begins(Head head) {
        return head.hasField("configurationItems")
                || head.hasField("configurationItemStatus")
                || head.hasField("baseConfigurationItems");
    }

    @Override
    boolean take() {
        return KEPT.contains(String.valueOf(fields().text(resourceType))) || skip();
    }

    @Override
    Column derived(StructField field) {
        return field.name().equals("snapshot") ? this::isSnapshot : null;
    }

    private boolean isSnapshot() {
        String id = envelope(SNAPSHOT_ID);
        return id != null && !id.equals("null") || object().object().contains("_ConfigSnapshot_");
    }
}
