package dev.portcullis.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {
            "dev.portcullis.accesslog",
            "dev.portcullis.app",
            "dev.portcullis.admin",
            "dev.portcullis.cli",
            "dev.portcullis.config",
            "dev.portcullis.demo",
            "dev.portcullis.doctor",
            "dev.portcullis.house",
            "dev.portcullis.metrics",
            "dev.portcullis.setup",
            "dev.portcullis.store",
            "dev.portcullis.systemd"
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
    static final ArchRule THE_ADMIN_SOCKET_KNOWS_WHAT_IS_WRITTEN_DOWN_AND_NOTHING_OF_THE_PROXY = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.core..",
                    "dev.portcullis.acme..",
                    "dev.portcullis.config..",
                    "dev.portcullis.demo..",
                    "dev.portcullis.cli..");

    @ArchTest
    static final ArchRule THE_STAND_IN_KNOWS_NOTHING_OF_THE_PROXY = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.core..",
                    "dev.portcullis.rules..",
                    "dev.portcullis.acme..",
                    "dev.portcullis.config..",
                    "dev.portcullis.store..",
                    "dev.portcullis.cli..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_THE_RULES_AND_HOW_TO_WRITE_A_PRIVATE_FILE_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.portcullis.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.core..",
                    "dev.portcullis.acme",
                    "dev.portcullis.config..",
                    "dev.portcullis.demo..",
                    "dev.portcullis.admin..",
                    "dev.portcullis.cli..");

    @ArchTest
    static final ArchRule NETTY_IS_USED_BY_THE_STAND_IN_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule SQL_IS_SPOKEN_BY_THE_STORE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.portcullis.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..");
}
