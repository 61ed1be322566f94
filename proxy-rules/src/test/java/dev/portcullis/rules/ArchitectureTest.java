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

    private static final String THE_ONE_READER = "dev.portcullis.rules.signal.ProbeFile";

    @ArchTest
    static final ArchRule PACKAGES_BUILD_ON_EACH_OTHER_IN_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("replay")
            .definedBy("dev.portcullis.rules.replay")
            .layer("rules")
            .definedBy("dev.portcullis.rules")
            .layer("history")
            .definedBy("dev.portcullis.rules.history")
            .layer("ban")
            .definedBy("dev.portcullis.rules.ban")
            .layer("signal")
            .definedBy("dev.portcullis.rules.signal")
            .layer("route")
            .definedBy("dev.portcullis.rules.route")
            .layer("limit")
            .definedBy("dev.portcullis.rules.limit")
            .layer("path")
            .definedBy("dev.portcullis.rules.path")
            .layer("net")
            .definedBy("dev.portcullis.rules.net")
            .whereLayer("replay")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("replay")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("rules", "replay")
            .whereLayer("ban")
            .mayOnlyBeAccessedByLayers("history", "rules", "replay")
            .whereLayer("signal")
            .mayOnlyBeAccessedByLayers("ban", "history", "rules", "replay")
            .whereLayer("route")
            .mayOnlyBeAccessedByLayers("signal", "rules", "replay")
            .whereLayer("limit")
            .mayOnlyBeAccessedByLayers("route", "rules", "replay")
            .whereLayer("path")
            .mayOnlyBeAccessedByLayers("route", "signal", "history", "rules", "replay")
            .whereLayer("net")
            .mayOnlyBeAccessedByLayers("limit", "route", "signal", "ban", "history", "rules", "replay");

    @ArchTest
    static final ArchRule ONLY_THE_JDK_AND_OURSELVES = classes()
            .that()
            .doNotHaveFullyQualifiedName(THE_ONE_READER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.portcullis.rules..",
                    "com.github.benmanes.caffeine.cache",
                    "java.lang..",
                    "java.security",
                    "java.time",
                    "java.time.temporal",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.stream",
                    "java.util.function",
                    "java.nio.charset",
                    "java.net",
                    "javax.crypto",
                    "javax.crypto.spec",
                    "tools.jackson.core..",
                    "org.jspecify.annotations");

    /// It reads what is part of the program, and only that.
    @ArchTest
    static final ArchRule ONE_CLASS_READS_ONE_RESOURCE = classes()
            .that()
            .haveFullyQualifiedName(THE_ONE_READER)
            .should()
            .onlyDependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Object|Class|String|Throwable|IllegalStateException)"
                    + "|java\\.io\\.(InputStream|IOException|UncheckedIOException)"
                    + "|java\\.nio\\.charset\\.(Charset|StandardCharsets)");

    @ArchTest
    static final ArchRule NO_THREADS_NO_CHANCE_NO_ENVIRONMENT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(THE_ONE_READER)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread.*|Process.*|Runtime|ScopedValue.*|Class|ClassLoader)"
                    + "|java\\.lang\\.reflect\\..*"
                    + "|java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer|Calendar|Scanner)"
                    + "|java\\.util\\.concurrent\\.(Executors|.*ExecutorService|ThreadPoolExecutor|ForkJoin.*"
                    + "|CompletableFuture|ThreadLocalRandom)"
                    + "|java\\.net\\.(Socket.*|ServerSocket.*|URL.*|Datagram.*|http\\..*)");

    /// `(a+)+$` against 64 kB of hostile text.
    @ArchTest
    static final ArchRule NO_REGULAR_EXPRESSIONS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..")
            .orShould()
            .callMethod(String.class, "matches", String.class)
            .orShould()
            .callMethod(String.class, "replaceAll", String.class, String.class)
            .orShould()
            .callMethod(String.class, "replaceFirst", String.class, String.class);

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
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
