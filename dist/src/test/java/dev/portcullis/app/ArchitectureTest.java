package dev.portcullis.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {
            "dev.portcullis.app",
            "dev.portcullis.admin",
            "dev.portcullis.cli",
            "dev.portcullis.config",
            "dev.portcullis.demo"
        },
        importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_ALL_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.portcullis.app..");

    @ArchTest
    static final ArchRule NO_ROOMS_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("dev.portcullis.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_SPEAKS_TO_A_SERVER_BY_ITS_ADMIN_SOCKET_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.portcullis.core..", "dev.portcullis.acme..", "dev.portcullis.demo..");

    @ArchTest
    static final ArchRule THE_ADMIN_SOCKET_AND_THE_STAND_IN_KNOW_NOTHING_OF_THE_PROXY = noClasses()
            .that()
            .resideInAnyPackage("dev.portcullis.admin..", "dev.portcullis.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.core..",
                    "dev.portcullis.rules..",
                    "dev.portcullis.acme..",
                    "dev.portcullis.config..",
                    "dev.portcullis.cli..");

    @ArchTest
    static final ArchRule NETTY_IS_USED_BY_THE_STAND_IN_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");
}
