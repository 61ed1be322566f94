package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/// A normal build runs the seeds only, beside the changes of good files in [MutatedFilesTest]; `bench/fuzz` looks for
/// more.
class ConfigFuzzTest {

    private static final Path FILE = Path.of("portcullis.yaml");

    @FuzzTest
    @DictionaryFile(resourcePath = "config.dict")
    void any_file(byte[] octets) {
        switch (Samples.READER.check(octets, FILE)) {
            case Loaded.Ok ok ->
                ok.warnings()
                        .forEach(it -> MutatedFilesTest.assertInside(octets, it.line(), it.column(), it.toString()));
            case Loaded.Broken broken -> {
                assertThat(broken.problems()).isNotEmpty();
                broken.problems()
                        .forEach(it -> MutatedFilesTest.assertInside(octets, it.line(), it.column(), it.toString()));
            }
        }
    }
}
