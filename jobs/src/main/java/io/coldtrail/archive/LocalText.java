package io.coldtrail.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/**
 * A text in a file, changed under the system's lock on it. The file stays, be it empty: who waited for the lock on one
 * that was deleted would then change nothing.
 */
final class LocalText implements SharedText {
    private final Path file;

    LocalText(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public String update(UnaryOperator<String> change) {
        synchronized (LocalText.class) { // the system's lock is the process's: threads of one do not see it
            try {
                Files.createDirectories(file.getParent());
                try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    channel.lock(); // until the channel is closed
                    String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                    String changed = change.apply(text);
                    if (changed != null) {
                        write(channel, changed.getBytes(StandardCharsets.UTF_8));
                    }
                    return changed == null ? text : changed;
                }
            } catch (IOException e) {
                throw new ArchiveException("cannot write " + file + ": " + e
                        + "; give a folder that can be written, on a disk that can lock files, or s3://bucket/prefix");
            }
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, left.position());
        }
        channel.truncate(bytes.length);
        channel.force(true);
    }
}
