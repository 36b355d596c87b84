package io.coldtrail.lake;

import io.coldtrail.archive.ArchiveUri;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** What lies in a case's folder beside its tables, local or in S3. Names are relative to the folder. */
public final class CaseFiles {
    /** What coldtrail makes in the folder of a case. */
    private static final Set<String> OWN = Set.of(
            "answered",
            "batches",
            "format",
            "hunts",
            "listing",
            "lists",
            "lock",
            "log",
            "made",
            "manifest.json",
            "report",
            "rules",
            "settings.json",
            "tables",
            "work");

    private final Path root;
    private final FileSystem files;
    private final CaseLock lock;

    private CaseFiles(Path root, FileSystem files, CaseLock lock) {
        this.root = root;
        this.files = files;
        this.lock = lock;
    }

    /**
     * The files of a case.
     *
     * @param lock held while they are written to; null for who has the case to himself
     */
    static CaseFiles of(String uri, Configuration hadoop, CaseLock lock) {
        Path root = new Path(uri);
        try {
            FileSystem files = root.getFileSystem(hadoop);
            files.setWriteChecksum(false); // no .crc beside each file on disk: Parquet and Delta have their own
            return new CaseFiles(root, files, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the case " + uri + ": " + e.getMessage(), e);
        }
    }

    /** Fails where another run writes to the case by now. */
    void checkLock() {
        if (lock != null) {
            lock.check();
        }
    }

    /** Full address; of the case itself for an empty name. */
    String path(String relative) {
        return relative.isEmpty() ? root.toString() : new Path(root, relative).toString();
    }

    /** Tells the addresses of objects that are the case's own: a case that lies within its archive is no log. */
    public Predicate<String> own() {
        String scheme = root.toUri().getScheme();
        boolean onDisk = scheme == null || scheme.equals("file");
        if (!onDisk && !ArchiveUri.isS3(root.toString())) {
            return location -> false; // where no archive is
        }
        String folder = ArchiveUri.place(onDisk ? root.toUri().getPath() : root.toString()) + "/";
        return location -> location.startsWith(folder)
                && OWN.contains(location.substring(folder.length()).replaceFirst("/.*", ""));
    }

    public boolean exists(String relative) {
        try {
            return files.exists(new Path(root, relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True where a folder has a file whose name is such. */
    boolean holds(String folder, Pattern name) {
        try {
            RemoteIterator<FileStatus> listed = files.listStatusIterator(new Path(root, folder));
            while (listed.hasNext()) {
                if (name.matcher(listed.next().getPath().getName()).matches()) {
                    return true;
                }
            }
            return false;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of what a folder of the case holds, sorted; none where there is no such folder. */
    public List<String> list(String relative) {
        Path folder = new Path(root, relative);
        try {
            return files.exists(folder)
                    ? Arrays.stream(files.listStatus(folder))
                            .map(f -> f.getPath().getName())
                            .sorted()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Text of a file of the case; null where it is not there. */
    public String readText(String relative) {
        Path path = new Path(root, relative);
        try {
            if (!files.exists(path)) {
                return null;
            }
            try (InputStream in = files.open(path)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file of the case, in place of what was there: all of it, or, where the run is killed, nothing. */
    public void writeText(String relative, String text) {
        checkLock();
        Path path = new Path(root, relative);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (files instanceof LocalFileSystem disk) {
                File file = disk.pathToFile(path);
                File part = disk.pathToFile(path.suffix(".part"));
                Files.createDirectories(file.getParentFile().toPath());
                Files.write(part.toPath(), bytes);
                Files.move(part.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                try (OutputStream out = files.create(path, true)) { // in S3 it is there once it is whole
                    out.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path(relative) + ": " + e.getMessage(), e);
        }
    }

    /** Opens a file of the case to be written, in place of what was there. */
    OutputStream write(String relative) throws IOException {
        checkLock();
        return files.create(new Path(root, relative), true);
    }

    /** Opens a file of the case to be read. */
    InputStream read(String relative) throws IOException {
        return files.open(new Path(root, relative));
    }

    /** Gives a file of the case another name, which none has. */
    void rename(String relative, String to) {
        checkLock();
        try {
            if (!files.rename(new Path(root, relative), new Path(root, to))) {
                throw new IOException("the file system refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot name " + path(relative) + " " + path(to) + ": " + e.getMessage(), e);
        }
    }

    /** Removes a file or a folder of the case. */
    public void delete(String relative) {
        checkLock();
        deleteUnlocked(relative);
    }

    /** As {@link #delete}, of what no other run looks at, at an end at which the lock may be gone. */
    void deleteUnlocked(String relative) {
        Path path = new Path(root, relative);
        try {
            files.delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path + ": " + e.getMessage(), e);
        }
    }
}
