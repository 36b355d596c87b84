package io.coldtrail.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * S3's no: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
 *
 * @param http status of the answer
 * @param code S3's word for it, empty where there is none
 * @param message what S3 says of it
 * @param region where the bucket is, null where it does not say
 */
record S3Error(int http, String code, String message, String region) {
    private static final XMLInputFactory XML = xml();

    /** S3's are under 1 KB. */
    private static final int MOST_BYTES = 64 << 10;

    private static XMLInputFactory xml() {
        XMLInputFactory xml = XMLInputFactory.newDefaultFactory();
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return xml;
    }

    /**
     * Reads the body of an answer.
     *
     * @param header where its header says that the bucket is, or null
     */
    static S3Error read(int http, String header, InputStream body) throws IOException {
        String code = "";
        String message = "HTTP status " + http;
        String region = header;
        try (body) {
            InputStream bytes = new ByteArrayInputStream(body.readNBytes(MOST_BYTES));
            XMLStreamReader xml = XML.createXMLStreamReader(bytes);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "Code" -> code = xml.getElementText();
                        case "Message" -> message = xml.getElementText();
                        case "Region" -> region = xml.getElementText();
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException e) {
            return new S3Error(http, code, message, region); // a proxy's page: the status must do
        }
        return new S3Error(http, code, message, region);
    }

    /** What it says of the object. */
    ObjectStatus status() {
        if (http >= 500 || http == 429 || code.contains("Throttl") || code.equals("RequestTimeout")) {
            return ObjectStatus.THROTTLED;
        }
        if (code.equals("InvalidObjectState")) {
            return ObjectStatus.ARCHIVED;
        }
        boolean ofKey =
                code.startsWith("KMS.") || message.toLowerCase(Locale.ROOT).contains("kms");
        return switch (http) {
            case 400, 403 -> ofKey
                    ? ObjectStatus.KMS_DENIED
                    : http == 403 ? ObjectStatus.DENIED : ObjectStatus.UNREADABLE;
            case 404, 405 -> ObjectStatus.GONE; // 405: the version is a delete marker
            case 412, 416 -> ObjectStatus.CHANGED; // 416: it is shorter than it was
            default -> ObjectStatus.UNREADABLE;
        };
    }

    /** Why there are no credentials to ask with. */
    static ArchiveException noCredentials(Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        if (cause instanceof StsException sts && sts.awsErrorDetails() != null) {
            return new ArchiveException("the role " + S3Store.access().role() + " cannot be taken on (STS said "
                    + sts.awsErrorDetails().errorCode() + ": "
                    + sts.awsErrorDetails().errorMessage()
                    + "): its trust policy must name who you are, your own policies must allow sts:AssumeRole on it,"
                    + " and --external-id must be the one it asks for");
        }
        String unset = SdkMessage.unset(cause.getMessage());
        return new ArchiveException(
                unset != null
                        ? unset
                        : "there are no AWS credentials to read with (" + SdkMessage.firstLine(cause.getMessage())
                                + "): check AWS_PROFILE, or get new ones, as by aws sso login");
    }

    /** Where it holds for every request, not for this object: what to say; else null. */
    static ArchiveException stop(String code) {
        return switch (code) {
            case "ExpiredToken",
                    "ExpiredTokenException",
                    "TokenRefreshRequired",
                    "RequestExpired" -> new ArchiveException("the AWS credentials have expired (S3 said " + code
                    + "): get new ones, as by aws sso login, and run"
                    + " the same command again; what is committed is kept");
            case "InvalidAccessKeyId",
                    "InvalidToken",
                    "InvalidSecurity",
                    "SignatureDoesNotMatch" -> new ArchiveException(
                    "S3 does not take the AWS credentials (" + code + "): check AWS_PROFILE and AWS_ACCESS_KEY_ID;"
                            + " aws sts get-caller-identity tells whose they are");
            case "RequestTimeTooSkewed" -> new ArchiveException(
                    "the clock of this machine is more than 15 minutes off (S3 said " + code + "): set it");
            default -> null;
        };
    }

    @Override
    public String toString() {
        return code.isEmpty() ? message : code + ": " + message;
    }
}
