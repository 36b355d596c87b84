package io.coldtrail.logs.records;

/** Takes what could not be read. */
public interface Rejects {
    /**
     * @param offset first byte in the content
     * @param length bytes passed over
     */
    void reject(Reason reason, String detail, int recordIndex, long offset, long length, byte[] firstBytes);
}
