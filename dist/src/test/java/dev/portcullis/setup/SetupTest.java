package dev.portcullis.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {

    private static final String HERE = "http://127.0.0.1:8123";

    @TempDir
    Path folder;

    private final Map<String, Sighting> houses = new HashMap<>();

    @Test
    void four_questions_make_a_file_that_check_accepts() throws Exception {
        houses.put(HERE, new Sighting.House("2026.11.2", false, "192.168.1.10"));
        Person person =
                new Person("home.example.org", "", "webhooks", "doorbell-8c1f04, gate-77", "", "y", "me@example.org");

        Setup.Done done = setup().run(given(), person, file(), "", "");

        Config config = config();
        assertThat(config.sites().getFirst().hosts()).containsExactly("home.example.org");
        assertThat(config.sites().getFirst().upstream().port()).isEqualTo(8123);
        assertThat(config.sites().getFirst().expose()).hasSize(2);
        assertThat(config.sites().getFirst().certificate()).isInstanceOf(Config.CertificateSource.Acme.class);
        assertThat(person.heard())
                .contains(
                        "Home Assistant 2026.11.2 answers at http://127.0.0.1:8123.",
                        "https://letsencrypt.org/repository/");
        assertThat(done.steps().getFirst())
                .contains("Settings > System > Network", "192.168.1.10", "within 5 minutes", "Trusted proxies");
        assertThat(done.steps()).anyMatch(step -> step.contains("portcullis check"));
        assertThat(person.left()).isEmpty();
    }

    @Test
    void a_house_that_trusts_us_needs_no_change() throws Exception {
        houses.put(HERE, new Sighting.House("", true, "127.0.0.1"));

        Setup.Done done = setup().run(
                        given("host", "h.example.org", "upstream", HERE, "expose", "app", "certificate", "self-signed"),
                        new Person(),
                        file(),
                        "",
                        "");

        assertThat(done.steps().getFirst()).contains("takes client addresses from this machine already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhooks", "app", "assistants", "everything", "webhooks,assistants", "app, assistants"})
    void whatever_is_exposed_check_accepts_it_and_the_household_has_the_user_interface(String exposed)
            throws Exception {
        setup().run(
                        given(
                                "host",
                                "*.example.org, home.example.org",
                                "upstream",
                                "https://house:443",
                                "expose",
                                exposed,
                                "certificate",
                                "self-signed",
                                "vpn",
                                "10.8.0.0/24 fd00:8::/64",
                                "listen",
                                ":8443",
                                "state",
                                "x"),
                        exposed.contains("webhooks") ? new Person("") : new Person(),
                        file(),
                        "",
                        folder.resolve("a state: \"${x}\"").toString());

        Config config = config();
        assertThat(config.sites().getFirst().expose()).isNotEmpty();
        assertThat(config.state()).isEqualTo(folder.resolve("a state: \"${x}\""));
        assertThat(config.listen().https().getFirst().port()).isEqualTo(8443);
        assertThat(Files.readString(file())).containsAnyOf("preset: ui", "preset: everything");
    }

    @Test
    void an_answer_that_does_not_do_is_asked_again_with_the_reason() throws Exception {
        houses.put(HERE, new Sighting.House("", true, ""));
        Person person = new Person(
                "",
                "https://home.example.org",
                "home.example.org",
                "ftp://x",
                HERE,
                "nothing",
                "app",
                "gold",
                "self-signed");

        setup().run(given(), person, file(), "", "");

        assertThat(person.heard())
                .contains(
                        "expected: a host name such as home.example.org",
                        "Write the name alone, without scheme and path.",
                        "\"ftp://x\"",
                        "expected: of webhooks, app, assistants, everything",
                        "expected: one of letsencrypt, duckdns, cloudflare, files, self-signed");
        assertThat(config().sites().getFirst().hosts()).containsExactly("home.example.org");
    }

    @Test
    void who_is_not_home_assistant_is_taken_only_if_the_owner_insists() throws Exception {
        houses.put("http://192.168.1.20:8123", new Sighting.Stranger("it answers 200, Router"));
        Person person = new Person("home.example.org", "192.168.1.20", "n", "192.168.1.21", "y", "app", "self-signed");

        setup().run(given(), person, file(), "", "");

        assertThat(person.heard())
                .contains(
                        "http://192.168.1.20:8123 is not Home Assistant: it answers 200, Router.",
                        "Nothing answers at http://192.168.1.21:8123: connection refused.");
        assertThat(config().sites().getFirst().upstream().host()).isEqualTo("192.168.1.21");
    }

    @Test
    void a_name_at_duckdns_suggests_duckdns() throws Exception {
        houses.put(HERE, new Sighting.House("", true, ""));
        Files.writeString(folder.resolve("token"), "0b5ad5a2-36c7-4a1c-9bd3-2a3c7a1a9a11");
        Person person = new Person("house.duckdns.org", "", "app", "", "yes", "missing", "token", "");

        setup().run(given(), person, file(), "", "");

        assertThat(person.heard()).contains("choice [duckdns]:", "\"missing\"");
        Config.CertificateSource source = config().sites().getFirst().certificate();
        assertThat(source)
                .isInstanceOfSatisfying(
                        Config.CertificateSource.Acme.class,
                        acme -> assertThat(acme.dns()).isPresent());
    }

    @Test
    void terms_that_are_not_agreed_to_end_it_and_nothing_is_written() {
        houses.put(HERE, new Sighting.House("", true, ""));

        assertThatExceptionOfType(Unanswered.class)
                .isThrownBy(() -> setup().run(
                                given(), new Person("home.example.org", "", "app", "letsencrypt", ""), file(), "", ""))
                .withMessageContaining("--agree-to-terms");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host        | a b/c                     | Write the name alone
            upstream    | http://h/path             | Paths are forwarded as they come
            expose      | all                       | expected: of webhooks, app, assistants, everything
            webhooks    | not/an/id                 | --webhooks: "not/an/id"
            certificate | free                      | expected: one of letsencrypt, duckdns
            email       | nobody                    | --email: "nobody"
            vpn         | 10.8.0.0/33               | --vpn: "10.8.0.0/33"
            listen      | 443                       | --listen
            """)
    void an_option_that_does_not_do_ends_it(String option, String value, String message) {
        Map<String, String> values = new HashMap<>(Map.of(
                "host",
                "h.example.org",
                "upstream",
                HERE,
                "expose",
                "webhooks",
                "webhooks",
                "abc",
                "certificate",
                "letsencrypt",
                "email",
                "me@example.org"));
        values.put(option, value);

        assertThatExceptionOfType(Unanswered.class)
                .isThrownBy(() -> setup().run(new Given(values, true), new Person(), file(), "", ""))
                .withMessageContaining(message);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "upstream", "expose", "certificate"})
    void what_nobody_answers_is_named_by_its_option(String option) {
        Map<String, String> values = new HashMap<>(
                Map.of("host", "h.example.org", "upstream", HERE, "expose", "app", "certificate", "self-signed"));
        values.remove(option);

        assertThatExceptionOfType(Unanswered.class)
                .isThrownBy(() -> setup().run(new Given(values, false), new Person(), file(), "", ""))
                .withMessageStartingWith("--" + option + ": not given, and nobody answers");
    }

    @Test
    void webhook_ids_without_a_rule_for_them_are_a_mistake() {
        assertThatExceptionOfType(Unanswered.class)
                .isThrownBy(() -> setup().run(
                                given(
                                        "host",
                                        "h.example.org",
                                        "upstream",
                                        HERE,
                                        "expose",
                                        "app",
                                        "webhooks",
                                        "x",
                                        "certificate",
                                        "self-signed"),
                                new Person(),
                                file(),
                                "",
                                ""))
                .withMessage("--webhooks: not asked for (expected: --expose with webhooks in it)");
    }

    @Test
    void the_file_holds_secrets_and_is_nobody_elses() throws Exception {
        setup().run(
                        given("host", "h.example.org", "upstream", HERE, "expose", "app", "certificate", "self-signed"),
                        new Person(),
                        file(),
                        "",
                        "");

        assertThat(Files.getPosixFilePermissions(file()))
                .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_WRITE);
        assertThat(Files.getPosixFilePermissions(file())).contains(PosixFilePermission.OWNER_READ);
    }

    private Setup setup() {
        return new Setup(
                new ConfigFile(Map.<String, String>of()::get),
                upstream -> houses.getOrDefault(upstream, new Sighting.Nobody("connection refused")));
    }

    private Path file() {
        return folder.resolve("portcullis.yaml");
    }

    private Config config() {
        Loaded loaded = new ConfigFile(Map.<String, String>of()::get).load(file());
        assertThat(loaded).isInstanceOf(Loaded.Ok.class);
        return ((Loaded.Ok) loaded).config();
    }

    private static Given given(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new Given(values, false);
    }

    /// Somebody at a terminal, who leaves after the last answer.
    private static final class Person implements Prompt {

        private final Deque<String> answers;
        private final List<String> said = new ArrayList<>();

        Person(String... answers) {
            this.answers = new ArrayDeque<>(Arrays.asList(answers));
        }

        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public Optional<String> ask(String question) {
            said.add(question);
            return Optional.ofNullable(answers.poll());
        }

        String heard() {
            return String.join("\n", said);
        }

        Deque<String> left() {
            return answers;
        }
    }
}
