package dev.portcullis.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.portcullis.rules", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_BUILD_ON_EACH_OTHER_IN_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("rules")
            .definedBy("dev.portcullis.rules")
            .layer("route")
            .definedBy("dev.portcullis.rules.route")
            .layer("path")
            .definedBy("dev.portcullis.rules.path")
            .layer("net")
            .definedBy("dev.portcullis.rules.net")
            .whereLayer("rules")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("route")
            .mayOnlyBeAccessedByLayers("rules")
            .whereLayer("path")
            .mayOnlyBeAccessedByLayers("route", "rules")
            .whereLayer("net")
            .mayOnlyBeAccessedByLayers("route", "rules");

    @ArchTest
    static final ArchRule ONLY_THE_JDK_AND_OURSELVES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.rules..",
                    "java.lang..",
                    "java.util",
                    "java.util.stream",
                    "java.util.function",
                    "java.nio.charset",
                    "java.net",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule NO_THREADS_NO_CHANCE_NO_ENVIRONMENT = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread.*|Process.*|Runtime|ScopedValue.*|Class|ClassLoader)"
                    + "|java\\.lang\\.reflect\\..*"
                    + "|java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer|Calendar|Scanner)"
                    + "|java\\.net\\.(Socket.*|ServerSocket.*|URL.*|Datagram.*|http\\..*)");

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule NO_NAME_LOOK_UP = noClasses()
            .should()
            .callMethod(java.net.InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(java.net.InetAddress.class, "getAllByName", String.class);
}
