package io.coldtrail.job;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveException;
import io.coldtrail.archive.ArchiveUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file or folder that an option names: on disk, or in S3, for the driver of a cluster has no disk of the user's. */
final class GivenFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String place) {
        if (!ArchiveUri.isS3(place)) {
            return Path.of(place);
        }
        try {
            Path folder = Files.createTempDirectory("coldtrail-given-");
            Path copy = Archive.copy(place, folder);
            FileUtils.forceDeleteOnExit(folder.toFile()); // the case keeps a copy of its own
            return copy;
        } catch (ArchiveException | IOException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
