package io.coldtrail.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.coldtrail.lake.Severity;
import io.coldtrail.logs.findings.ImportedFinding;
import io.coldtrail.logs.json.JsonShape;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Findings that other services made, table {@code imported_findings}: GuardDuty's export (JSON lines), EventBridge
 * envelopes of GuardDuty and Security Hub ({@code detail}, {@code detail.findings}), and what Security Hub's API gives
 * ({@code Findings}).
 */
final class ImportedFindings extends JsonFormat {
    private static final JsonShape SHAPE = new JsonShape(
            List.of("accountId", "AwsAccountId"),
            List.of("Findings", "findings", "detail.findings"),
            List.of("detail"),
            List.of(),
            List.of(),
            null);

    private final ObjectMapper mapper = new ObjectMapper();
    private ImportedFinding finding;

    ImportedFindings() {
        super("imported_findings", SHAPE);
    }

    static boolean begins(Head head) {
        return head.hasField("ProductArn") && head.hasField("AwsAccountId")
                || head.hasField("schemaVersion") && head.hasField("accountId") && head.hasField("severity");
    }

    @Override
    boolean take() {
        finding = null;
        return true;
    }

    /** The finding at hand: few are archived, so it may be a tree. */
    private ImportedFinding finding() {
        if (finding == null) {
            finding = ImportedFinding.of(tree());
        }
        return finding;
    }

    private JsonNode tree() {
        try {
            return mapper.readTree(record());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // a number or name beyond Jackson's bounds
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    @Override
    Column derived(StructField field) {
        return switch (field.name()) {
            case "source" -> text(ImportedFinding::source);
            case "type" -> text(ImportedFinding::type);
            case "severity" -> () -> {
                Severity severity = finding().severity();
                return severity == null ? null : UTF8String.fromString(severity.word());
            };
            case "resource_type" -> text(ImportedFinding::resourceType);
            case "resource_id" -> text(ImportedFinding::resourceId);
            case "resource_role" -> text(ImportedFinding::resourceRole);
            case "access_key_id" -> text(ImportedFinding::accessKeyId);
            case "principal_id" -> text(ImportedFinding::principalId);
            case "user_name" -> text(ImportedFinding::userName);
            case "instance_id" -> text(ImportedFinding::instanceId);
            case "bucket_name" -> text(ImportedFinding::bucketName);
            case "remote_ip" -> text(ImportedFinding::remoteIp);
            case "domain" -> text(ImportedFinding::domain);
            case "n" -> () -> finding().count();
            case "archived" -> () -> finding().archived();
            default -> null;
        };
    }

    private Column text(Function<ImportedFinding, String> value) {
        return () -> UTF8String.fromString(value.apply(finding()));
    }
}
