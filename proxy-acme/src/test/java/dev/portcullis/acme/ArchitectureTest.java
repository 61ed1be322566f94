package dev.portcullis.acme;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.portcullis.acme", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule CERTIFICATES_AND_THE_DATA_PLANE_NEVER_MEET = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.portcullis.core..", "dev.portcullis.rules..", "io.netty..");

    @ArchTest
    static final ArchRule FILES_KNOW_NOTHING_OF_CERTIFICATES = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.acme.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.portcullis.acme", "org.bouncycastle..");
}
