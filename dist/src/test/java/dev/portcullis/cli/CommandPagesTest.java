package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages are as the program is; `-Dpage.write=true` writes them anew.
class CommandPagesTest {

    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final Path MANUAL = Path.of("src", "main", "packaging", "man", "portcullis.1");
    private static final Path COMPLETION = Path.of("src", "main", "packaging", "completions", "portcullis.bash");

    private final CommandPages pages =
            new CommandPages(new Cli(new FakeProgram(), new Console(writer(), writer(), false)).spec());

    private static PrintWriter writer() {
        return new PrintWriter(PrintWriter.nullWriter());
    }

    @Test
    void they_say_what_the_program_takes() throws IOException {
        is(PAGE, pages.markdown());
        is(MANUAL, pages.manual());
        is(COMPLETION, pages.completion());
    }

    private static void is(Path file, String text) throws IOException {
        if (Boolean.getBoolean("page.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void the_manual_is_set_without_a_complaint() throws Exception {
        Process man = new ProcessBuilder("man", "--warnings", "--encoding=UTF-8", "--local-file", MANUAL.toString())
                .redirectErrorStream(true)
                .start();
        man.getOutputStream().close();
        String said = new String(man.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(man.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).doesNotContain("warning:", "error:").contains("--config FILE", "portcullis bans add");
    }

    @ParameterizedTest
    @CsvSource({"portcullis re, reload", "portcullis bans re, remove", "portcullis bans export --fo, --format"})
    void bash_completes_what_was_begun(String typed, String completed) throws Exception {
        long before = typed.chars().filter(character -> character == ' ').count();
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        """
                        source "$1"
                        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
                        _complete_portcullis
                        printf '%%s\\n' "${COMPREPLY[@]}"
                        """.formatted(typed, before, typed, typed.length()),
                        "bash",
                        COMPLETION.toString())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines()).contains(completed);
    }
}
