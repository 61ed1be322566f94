package dev.portcullis.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The plan of this module's house, as far as a test can see it.
@AnalyzeClasses(packages = "dev.portcullis.core", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    private static final int LONGEST = 400;

    /// What the module of the rules exports; its other packages are its own business.
    private static final Set<String> RULES_EXPORTED = rulesExported();

    @ArchTest
    static final ArchRule PACKAGES_BUILD_ON_EACH_OTHER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("tally")
            .definedBy("..core.tally..")
            .layer("accept and http")
            .definedBy("..core.accept..", "..core.http..")
            .layer("http1")
            .definedBy("..core.http1..")
            .layer("http2")
            .definedBy("..core.http2..")
            .layer("tls")
            .definedBy("..core.tls..")
            .layer("upstream")
            .definedBy("..core.upstream..")
            .layer("observe")
            .definedBy("..core.observe..")
            .layer("policy")
            .definedBy("..core.policy..")
            .layer("pipeline")
            .definedBy("..core.pipeline..")
            .layer("server")
            .definedBy("dev.portcullis.core")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("pipeline", "server")
            .whereLayer("observe")
            .mayOnlyBeAccessedByLayers("pipeline", "server")
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("policy", "pipeline", "server")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("upstream", "pipeline", "server")
            .whereLayer("accept and http")
            .mayOnlyBeAccessedByLayers("http1", "http2", "tls", "observe", "upstream", "policy", "pipeline", "server")
            .whereLayer("http1")
            .mayOnlyBeAccessedByLayers("upstream", "pipeline", "server")
            .whereLayer("http2")
            .mayOnlyBeAccessedByLayers("pipeline", "server")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("server");

    @ArchTest
    static final ArchRule FEW_CLASSES_BUILD_PIPELINES = noClasses()
            .that()
            .resideOutsideOfPackage("..core.pipeline..")
            .and()
            .doNotHaveSimpleName("SniStage")
            .and()
            .doNotHaveSimpleName("UpstreamConnector")
            .and(describe(
                    "are not nested in UpstreamConnector",
                    type -> !type.getName().contains("UpstreamConnector$")))
            .should()
            .callMethodWhere(describe(
                    "a handler is added to a pipeline",
                    call -> call.getTargetOwner().isAssignableTo(ChannelPipeline.class)
                            && (call.getName().startsWith("add")
                                    || call.getName().startsWith("replace"))));

    @ArchTest
    static final ArchRule THE_PUBLIC_FACE_SHOWS_NO_NETTY_IN_ITS_METHODS = noCodeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.portcullis.core")
            .and()
            .arePublic()
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    describe("speaking of Netty types", LayersTest::speaksOfNetty)));

    @ArchTest
    static final ArchRule THE_PUBLIC_FACE_SHOWS_NO_NETTY_IN_ITS_FIELDS = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.portcullis.core")
            .and()
            .arePublic()
            .should()
            .haveRawType(resideInAPackage("io.netty.."));

    @ArchTest
    static final ArchRule OF_THE_RULES_ONLY_WHAT_IS_EXPORTED_IS_USED = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "are rules that are not exported",
                    type -> type.getPackageName().startsWith("dev.portcullis.rules")
                            && !RULES_EXPORTED.contains(type.getPackageName())));

    @ArchTest
    static final ArchRule NOTHING_IS_PUBLIC_WITHOUT_A_READER = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .resideOutsideOfPackage("dev.portcullis.core")
            .and()
            // The table of stages is for readers of the documentation.
            .doNotHaveSimpleName("Stage")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(describe(
                    "read in another package",
                    type -> type.getDirectDependenciesToSelf().stream()
                            .anyMatch(dependency -> !dependency
                                    .getOriginClass()
                                    .getPackageName()
                                    .equals(type.getPackageName())))));

    @ArchTest
    static final ArchRule NO_STATE_IS_STATIC = noFields()
            .that()
            .areStatic()
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    describe("changeable", field -> !field.getModifiers().contains(JavaModifier.FINAL))));

    @Test
    void no_source_file_is_longer_than_anyone_wants_to_read() throws IOException {
        assertThat(filesLongerThan(LONGEST)).isEmpty();
        assertThat(filesLongerThan(100)).isNotEmpty();
    }

    private static Set<String> filesLongerThan(int lines) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int count = Files.readAllLines(file).size();
                if (count > lines) {
                    found.add(file + ": " + count + " lines");
                }
            }
        }
        return found;
    }

    private static boolean speaksOfNetty(JavaCodeUnit unit) {
        return Stream.concat(
                        Stream.of(unit.getRawReturnType()),
                        Stream.concat(unit.getRawParameterTypes().stream(), unit.getExceptionTypes().stream()))
                .anyMatch(type -> type.getPackageName().startsWith("io.netty"));
    }

    private static Set<String> rulesExported() {
        try {
            List<String> lines =
                    Files.readAllLines(Path.of("..", "proxy-rules", "src", "main", "java", "module-info.java"));
            Set<String> exported = new TreeSet<>();
            for (String line : lines) {
                String text = line.strip();
                if (text.startsWith("exports ")) {
                    exported.add(text.substring("exports ".length(), text.length() - 1));
                }
            }
            return exported;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
