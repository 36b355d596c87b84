package io.coldtrail;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The arrows of the house: they point down, and the steps do not know each other. */
class HouseTest {
    /** Where the classes are: tests are elsewhere. */
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .importUrl(Coldtrail.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void arrowsPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.coldtrail..")
                .layer("main")
                .definedBy("io.coldtrail")
                .layer("job")
                .definedBy("io.coldtrail.job..")
                .layer("detect")
                .definedBy("io.coldtrail.detect..")
                .layer("trace")
                .definedBy("io.coldtrail.trace..")
                .layer("evidence")
                .definedBy("io.coldtrail.evidence..")
                .layer("report")
                .definedBy("io.coldtrail.report..")
                .layer("ask")
                .definedBy("io.coldtrail.ask..")
                .layer("demo")
                .definedBy("io.coldtrail.demo..")
                .layer("logs")
                .definedBy("io.coldtrail.logs..")
                .layer("lake")
                .definedBy("io.coldtrail.lake..")
                .layer("archive")
                .definedBy("io.coldtrail.archive..")
                .layer("net")
                .definedBy("io.coldtrail.net..")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("job")
                .mayOnlyBeAccessedByLayers("main")
                // a step is known to the jobs alone: steps meet in tables
                .whereLayer("detect")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("trace")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("evidence")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("ask")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("job")
                // what writes the archive shares nothing with what reads it
                .whereLayer("demo")
                .mayNotAccessAnyLayer()
                .whereLayer("logs")
                .mayOnlyAccessLayers("lake", "archive", "net")
                .whereLayer("lake")
                .mayOnlyAccessLayers("archive", "net")
                .whereLayer("archive")
                .mayOnlyAccessLayers("net")
                .whereLayer("net")
                .mayNotAccessAnyLayer()
                .check(HOUSE);
    }

    @Test
    void noFoldersThatNeedEachOther() {
        SlicesRuleDefinition.slices()
                .matching("io.coldtrail.(*)..")
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
    }

    @Test
    void onlyTheArchiveTalksToS3() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("io.coldtrail.archive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.services.s3..")
                .check(HOUSE);
    }

    @Test
    void onlyTheArchiveAthenaAndSecurityHubTalkToAws() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.coldtrail.archive..", "io.coldtrail.ask.athena..", "io.coldtrail.evidence.securityhub..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(HOUSE);
    }

    @Test
    void rulesAreHeldAgainstRecordsWithoutSpark() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("io.coldtrail.detect.sigma..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.spark..")
                        .and(not(resideInAPackage("org.apache.spark.sql.types")))) // the schema's own words
                .check(HOUSE);
    }
}
