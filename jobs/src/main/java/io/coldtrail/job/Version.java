package io.coldtrail.job;

import picocli.CommandLine.IVersionProvider;

/** coldtrail's version, from the jar's manifest. */
public final class Version implements IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"coldtrail " + text()};
    }
}
