package dev.portcullis.acme;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
    static final ArchRule ONLY_ORDERS_SPEAK_ACME = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.acme.order..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.shredzone.acme4j..");

    @ArchTest
    static final ArchRule ONLY_DNS_SPEAKS_DNS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.acme.dns..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.xbill..");

    @ArchTest
    static final ArchRule FILES_KNOW_NOTHING_OF_CERTIFICATES = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.acme.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "java.security..");

    @ArchTest
    static final ArchRule ROOMS_DEPEND_ON_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("renew")
            .definedBy("dev.portcullis.acme.renew..")
            .layer("keep")
            .definedBy("dev.portcullis.acme.keep..")
            .layer("order")
            .definedBy("dev.portcullis.acme.order..")
            .layer("dns")
            .definedBy("dev.portcullis.acme.dns..")
            .layer("values")
            .definedBy("dev.portcullis.acme")
            .layer("store")
            .definedBy("dev.portcullis.acme.store..")
            .whereLayer("renew")
            .mayOnlyAccessLayers("keep", "order", "dns", "values", "store")
            .whereLayer("keep")
            .mayOnlyAccessLayers("order", "values", "store")
            .whereLayer("order")
            .mayOnlyAccessLayers("dns", "values", "store")
            .whereLayer("dns")
            .mayOnlyAccessLayers("values", "store")
            .whereLayer("values")
            .mayOnlyAccessLayers("store")
            .whereLayer("store")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule ROOMS_DO_NOT_GO_ROUND_IN_CIRCLES =
            slices().matching("dev.portcullis.acme.(*)..").should().beFreeOfCycles();
}
