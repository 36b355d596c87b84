package io.coldtrail.job;

import io.coldtrail.archive.ArchiveAccess;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What the user says of archives: what their objects hold, where and how they are listed, and who pays. */
final class SourceOptions {
    @Option(
            names = "--source",
            paramLabel = "NAME=URI",
            description = "All below URI is this log, whatever keys and content say: cloudtrail, flow, s3_access, dns,"
                    + " host_auth, ... May be given again. Such a URI need not be given as an archive, too.")
    private List<String> given = new ArrayList<>();

    @Option(
            names = "--inventory",
            paramLabel = "URI",
            description =
                    "manifest.json of an S3 Inventory (CSV or Parquet), read in place of listing the archives of its"
                            + " bucket: for buckets of many millions of objects. What came after it is not seen. May be given"
                            + " again.")
    private List<String> inventories = new ArrayList<>();

    List<String> inventories() {
        return List.copyOf(inventories);
    }

    @Option(
            names = "--versions",
            description =
                    "Read also what was overwritten or deleted, as far as a versioned bucket kept it: a log that somebody"
                            + " removed is still there. Needs s3:ListBucketVersions and s3:GetObjectVersion.")
    private boolean versions;

    boolean versions() {
        return versions;
    }

    @Option(
            names = "--requester-pays",
            description = "Pay for the requests to S3, where the bucket is such that he who reads pays.")
    private boolean requesterPays;

    @Option(
            names = "--assume-role",
            paramLabel = "ARN",
            description = "Read the archive as this role, of the archive's account; the case is written as yourself.")
    private String role;

    @Option(
            names = "--external-id",
            paramLabel = "ID",
            description = "What the trust policy of that role asks for besides.")
    private String externalId;

    List<Settings.Source> sources() {
        return given.stream().map(SourceOptions::source).toList();
    }

    /** What is given now, beside what the case was told before. */
    ArchiveAccess access(ArchiveAccess before) {
        if (role == null && externalId != null) {
            throw new UsageException("--external-id is said to a role: give --assume-role ARN, too");
        }
        if (role != null && !role.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
            throw new UsageException(
                    "--assume-role " + role + " is not the ARN of a role: write arn:aws:iam::111122223333:role/NAME");
        }
        boolean pays = before.requesterPays() || requesterPays;
        return role == null
                ? new ArchiveAccess(pays, before.role(), before.externalId())
                : new ArchiveAccess(pays, role, externalId);
    }

    private static Settings.Source source(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (ObjectKind.ofTable(name).isEmpty()) {
            String names = Arrays.stream(ObjectKind.values())
                    .filter(ObjectKind::isLog)
                    .map(ObjectKind::word)
                    .collect(Collectors.joining(", "));
            throw new UsageException("--source " + text + ": there is no log " + name + "; write one of " + names);
        }
        if (equals < 0 || equals == text.length() - 1) {
            throw new UsageException("--source " + text + " names no place: write --source " + name + "=URI");
        }
        return new Settings.Source(name, text.substring(equals + 1));
    }
}
