package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressFollowerTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration FIVE = Duration.ofMinutes(5);

    private final List<String> pointed = new ArrayList<>();
    private final SynchronousQueue<Duration> looked = new SynchronousQueue<>();
    private final Semaphore goOn = new Semaphore(0);
    private volatile Instant now = NOW;
    private final List<Long> tried = new CopyOnWriteArrayList<>();
    private volatile PublicAddress here = address("203.0.113.7", "");
    private volatile Optional<AcmeTrouble> lost = Optional.empty();
    private volatile Optional<AcmeTrouble> refused = Optional.empty();
    private Optional<AddressFollower> follower = Optional.empty();

    @AfterEach
    void end() {
        follower.ifPresent(AddressFollower::close);
    }

    @Test
    void names_are_pointed_here_at_the_start() throws Exception {
        AddressFollower following = follow("home.example.org", "*.home.example.org");

        assertThat(look()).isEqualTo(FIVE);
        assertThat(pointed).containsExactly("home.example.org 203.0.113.7", "*.home.example.org 203.0.113.7");
        assertThat(following.current()).contains(here);
        assertThat(following.trouble()).isEmpty();
    }

    @Test
    void addresses_in_place_of_names_are_left_out() throws Exception {
        follow("203.0.113.9", "2001:db8::9", "home.example.org", "home.example.org");

        look();

        assertThat(pointed).containsExactly("home.example.org 203.0.113.7");
    }

    @Test
    void nothing_is_done_while_nothing_changes() throws Exception {
        follow("home.example.org");

        look();
        next();
        next();

        assertThat(pointed).hasSize(1);
    }

    @Test
    void only_what_changed_is_changed() throws Exception {
        here = address("203.0.113.7", "2001:db8::7");
        follow("home.example.org");
        look();

        here = address("203.0.113.8", "2001:db8::7");
        next();
        here = address("203.0.113.8", "2001:db8::8");
        next();

        assertThat(pointed)
                .containsExactly(
                        "home.example.org 203.0.113.7, 2001:db8:0:0:0:0:0:7",
                        "home.example.org 203.0.113.8",
                        "home.example.org 2001:db8:0:0:0:0:0:8");
    }

    @Test
    void a_kind_of_address_that_goes_and_comes_back_is_not_set_again() throws Exception {
        here = address("203.0.113.7", "2001:db8::7");
        follow("home.example.org");
        look();

        here = address("203.0.113.8", "");
        next();
        here = address("203.0.113.8", "2001:db8::7");
        next();

        assertThat(pointed)
                .containsExactly("home.example.org 203.0.113.7, 2001:db8:0:0:0:0:0:7", "home.example.org 203.0.113.8");
    }

    @Test
    void a_lost_connection_is_told_and_forgotten_when_it_is_back() throws Exception {
        lost = Optional.of(AcmeTrouble.of(Cause.UNREACHABLE, "public address", "nothing", "Wait."));
        AddressFollower following = follow("home.example.org");

        assertThat(look()).isEqualTo(FIVE);
        assertThat(following.trouble()).isEqualTo(lost);
        assertThat(following.current()).isEmpty();

        lost = Optional.empty();
        next();
        assertThat(following.trouble()).isEmpty();
        assertThat(pointed).containsExactly("home.example.org 203.0.113.7");
    }

    @Test
    void a_refused_change_is_tried_again_ever_more_rarely() throws Exception {
        refused = Optional.of(AcmeTrouble.of(Cause.DNS_TOKEN_REFUSED, "home", "no", "Compare the token."));
        AddressFollower following = follow("home.example.org");

        looks(40);

        assertThat(tried).containsExactly(0L, 5L, 15L, 35L, 75L, 135L, 195L);
        assertThat(following.trouble()).isEqualTo(refused);
        assertThat(following.current()).contains(here);

        refused = Optional.empty();
        more(12);
        assertThat(following.trouble()).isEmpty();
        assertThat(pointed).containsExactly("home.example.org 203.0.113.7");
    }

    @Test
    void a_provider_that_asks_for_time_gets_it() throws Exception {
        refused = Optional.of(
                AcmeTrouble.of(Cause.DNS_UPDATE_FAILED, "home", "no", "Wait.").until(NOW.plus(Duration.ofHours(3))));
        follow("home.example.org");

        looks(3 * 12 + 1);

        assertThat(tried).containsExactly(0L, 180L);
    }

    @Test
    void one_name_that_fails_does_not_hold_up_the_others() throws Exception {
        refused = Optional.of(AcmeTrouble.of(Cause.DNS_UPDATE_FAILED, "home", "no", "Wait."));
        AddressFollower following = follow("home.example.org", "fine.example.org");

        look();
        next();

        assertThat(pointed).containsExactly("fine.example.org 203.0.113.7");
        assertThat(following.trouble()).isPresent();

        more(20);
        here = address("203.0.113.8", "");
        next();
        assertThat(pointed).as("at the very next look").contains("fine.example.org 203.0.113.8");
    }

    @Test
    void an_error_of_our_own_does_not_end_it() throws Exception {
        AddressFollower following = follow("broken.example.org", "fine.example.org");

        look();
        assertThat(pointed).containsExactly("fine.example.org 203.0.113.7");
        assertThat(following.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.found()).contains("IllegalStateException"));
        next();
    }

    private AddressFollower follow(String... names) {
        AddressFollower started = new AddressFollower(this::point, List.of(names), this::ask, () -> now, wait -> {
            now = now.plus(wait);
            looked.put(wait);
            goOn.acquire();
        });
        follower = Optional.of(started);
        started.start();
        started.start();
        return started;
    }

    /// Waits for the end of one look; the following one begins with the next call.
    private Duration look() throws InterruptedException {
        Duration wait = looked.poll(30, TimeUnit.SECONDS);
        assertThat(wait).as("a look that ended").isNotNull();
        return wait;
    }

    private Duration next() throws InterruptedException {
        goOn.release();
        return look();
    }

    private void looks(int count) throws InterruptedException {
        look();
        more(count);
    }

    private void more(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private PublicAddress ask() throws AcmeFailure {
        if (lost.isPresent()) {
            throw new AcmeFailure(lost.get());
        }
        return here;
    }

    private void point(String name, Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) throws AcmeFailure {
        if (name.startsWith("broken")) {
            throw new IllegalStateException("a bug");
        }
        tried.add(Duration.between(NOW, now).toMinutes());
        if (name.startsWith("home") && refused.isPresent()) {
            throw new AcmeFailure(refused.get());
        }
        pointed.add(name + " " + new PublicAddress(ipv4, ipv6));
    }

    private static PublicAddress address(String ipv4, String ipv6) {
        return new PublicAddress(
                Optional.of(ipv4).filter(text -> !text.isEmpty()).map(text -> Inet4Address.ofLiteral(text)),
                Optional.of(ipv6).filter(text -> !text.isEmpty()).map(text ->
                        (Inet6Address) Inet6Address.ofLiteral(text)));
    }
}
