package io.coldtrail.lake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's disk, without Hadoop's native library and all the same without a process for each file: Hadoop starts
 * {@code chmod} where it makes one and {@code readlink} where it looks at one, some thousand in a short run. Without
 * {@code .crc} files, too: Parquet and Delta have their own sums.
 */
public final class LocalFiles extends LocalFileSystem {
    /** What a session on one machine is told, to have this class for {@code file:}. */
    public static final Map<String, String> CONF = Map.of(
            "spark.hadoop.fs.file.impl", LocalFiles.class.getName(),
            "spark.hadoop.fs.AbstractFileSystem.file.impl", OfFileContext.class.getName());

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** The same for Hadoop's other interface, by which Delta commits. */
    public static final class OfFileContext extends DelegateToFileSystem {
        public OfFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
            super(uri, new Disk(), conf, "file", false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1; // a disk has none
        }
    }

    public LocalFiles() {
        super(new Disk());
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }

    private static final class Disk extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            if (POSIX && !permission.getStickyBit()) {
                Files.setPosixFilePermissions(
                        pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
            } else {
                super.setPermission(path, permission);
            }
        }

        @Override
        public FileStatus getFileLinkStatus(Path path) throws IOException {
            return Files.isSymbolicLink(pathToFile(path).toPath())
                    ? super.getFileLinkStatus(path)
                    : getFileStatus(path);
        }
    }
}
