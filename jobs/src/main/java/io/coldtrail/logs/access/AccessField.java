package io.coldtrail.logs.access;

/**
 * The fields of a line of an S3 server access log, in their order.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html">Log format</a>
 */
public enum AccessField {
    BUCKET_OWNER("Bucket Owner"),
    BUCKET("Bucket"),
    TIME("Time"),
    REMOTE_IP("Remote IP"),
    REQUESTER("Requester"),
    REQUEST_ID("Request ID"),
    OPERATION("Operation"),
    KEY("Key"),
    REQUEST_URI("Request-URI"),
    HTTP_STATUS("HTTP status"),
    ERROR_CODE("Error Code"),
    BYTES_SENT("Bytes Sent"),
    OBJECT_SIZE("Object Size"),
    TOTAL_TIME("Total Time"),
    TURN_AROUND_TIME("Turn-Around Time"),
    REFERER("Referer"),
    USER_AGENT("User-Agent"),
    VERSION_ID("Version Id"),
    HOST_ID("Host Id"),
    SIGNATURE_VERSION("Signature Version"),
    CIPHER_SUITE("Cipher Suite"),
    AUTHENTICATION_TYPE("Authentication Type"),
    HOST_HEADER("Host Header"),
    TLS_VERSION("TLS version"),
    ACCESS_POINT_ARN("Access Point ARN"),
    ACL_REQUIRED("aclRequired"),
    SOURCE_REGION("Source Region");

    private final String title;

    AccessField(String title) {
        this.title = title;
    }

    /** Its name on AWS's page, by which {@code schemas/tables/s3_access.sql} calls it. */
    public String title() {
        return title;
    }

    /** The field of a name; an unknown one is a bug of the schema. */
    public static AccessField of(String title) {
        for (AccessField field : values()) {
            if (field.title.equals(title)) {
                return field;
            }
        }
        throw new IllegalStateException("S3 access logs have no field " + title);
    }
}
