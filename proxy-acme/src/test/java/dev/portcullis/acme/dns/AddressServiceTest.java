package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.dns.WebDouble.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressServiceTest {

    private WebDouble web;

    @BeforeEach
    void begin() throws IOException {
        web = new WebDouble(_ -> Answer.of(404, ""));
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void both_kinds_of_address_are_found() throws Exception {
        web.next(Answer.of(200, "fl=1\nh=1.1.1.1\nip=203.0.113.7\nts=1\n"));
        web.next(Answer.of(200, "ip=2001:db8::7\n"));

        assertThat(service(3).ask()).hasToString("203.0.113.7, 2001:db8:0:0:0:0:0:7");
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void a_house_without_ipv6_has_one_address() throws Exception {
        web.next(Answer.of(200, "ip=203.0.113.7\n"));
        web.next(Answer.of(500, ""));

        PublicAddress here = service(2).ask();

        assertThat(here).hasToString("203.0.113.7");
        assertThat(here.ipv6()).isEmpty();
    }

    @Test
    void the_first_answer_of_a_kind_counts() throws Exception {
        web.next(Answer.of(200, "ip=203.0.113.7\n"));
        web.next(Answer.of(200, "ip=203.0.113.8\n"));

        assertThat(service(2).ask()).hasToString("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.1.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::",
                "ff02::1"
            })
    void an_address_that_nobody_outside_can_reach_is_refused(String address) {
        web.next(Answer.of(200, "ip=" + address));

        AcmeTrouble trouble = Failures.of(() -> service(1).ask());

        assertThat(trouble.cause()).isEqualTo(Cause.NAME_WITHOUT_ADDRESS);
        assertThat(trouble.remedy()).contains("public address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.0.1", "2a00::1"})
    void the_neighbours_of_private_networks_are_public(String address) throws Exception {
        web.next(Answer.of(200, "ip=" + address));

        assertThat(service(1).ask().isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "ip=",
                "ip=home.example.org",
                "ip=7",
                "ip=203.7",
                "ip=1.2.3.4.5",
                "ip=fe80::1%lo",
                "ip=203.0.113.7 or so",
                "xip=203.0.113.7"
            })
    void nonsense_is_no_address(String nonsense) {
        web.next(Answer.of(200, nonsense));

        AcmeTrouble trouble = Failures.of(() -> service(1).ask());

        assertThat(trouble.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(trouble.found()).contains("an answer without an address");
    }

    @Test
    void every_service_that_failed_is_told() {
        web.next(Answer.of(500, ""));
        web.next(WebDouble.SILENCE);

        assertThat(Failures.of(() -> new AddressService(
                                        List.of(web.base(), web.base()), new HttpCalls(Duration.ofSeconds(1)))
                                .ask())
                        .found())
                .isEqualTo("127.0.0.1: status 500; 127.0.0.1: no whole answer within 1 s");
    }

    private AddressService service(int times) {
        List<URI> services = Collections.nCopies(times, web.base().resolve("/cdn-cgi/trace"));
        return new AddressService(services, new HttpCalls(WebDouble.PATIENT));
    }
}
