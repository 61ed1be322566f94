package dev.portcullis.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// How a stand-in is to behave.
///
/// @param bind address and port; port 0 lets the system choose
/// @param trustedProxies addresses and networks whose `X-Forwarded-For` is believed; with none of them every such
///     header is answered with 400, as Home Assistant does without `use_x_forwarded_for`
/// @param webhooks known ids; all others look the same to the caller, but are not recorded as fired
/// @param version what is told as `ha_version`
/// @param clock decides about the age of tokens, codes, login flows and signatures
/// @param random source of every token; in use from several threads
/// @param recorded how many request heads are remembered, newest first kept
public record Settings(
        InetSocketAddress bind,
        List<String> trustedProxies,
        List<User> users,
        List<String> webhooks,
        String version,
        Timing timing,
        InstantSource clock,
        RandomGenerator random,
        int recorded) {

    /// How long things take.
    ///
    /// @param keepAlive how long an idle connection stays open (aiohttp: 75 s)
    /// @param socketAuth how long a new websocket may take to authenticate (10 s)
    /// @param socketPing pause between pings on a websocket (55 s)
    /// @param streamPing pause between `data: ping` on the event stream (50 s)
    /// @param event pause between demo events
    /// @param picture pause between pictures of a camera stream
    /// @param linger how long a body is read on that nobody wants, and how long a closing websocket is waited for
    public record Timing(
            Duration keepAlive,
            Duration socketAuth,
            Duration socketPing,
            Duration streamPing,
            Duration event,
            Duration picture,
            Duration linger) {

        /// What Home Assistant uses.
        public static Timing usual() {
            return new Timing(
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(55),
                    Duration.ofSeconds(50),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10));
        }

        /// The same with another patience towards idle connections.
        public Timing withKeepAlive(Duration patience) {
            return new Timing(patience, socketAuth, socketPing, streamPing, event, picture, linger);
        }

        /// The same with another patience towards silent websockets.
        public Timing withSocketAuth(Duration patience) {
            return new Timing(keepAlive, patience, socketPing, streamPing, event, picture, linger);
        }
    }

    public Settings {
        trustedProxies = List.copyOf(trustedProxies);
        users = List.copyOf(users);
        webhooks = List.copyOf(webhooks);
    }

    /// A house on a free loopback port that trusts proxies on loopback, with `owner` / `correct-horse` and
    /// `guest` / `battery-staple` (second factor `123456`).
    public static Settings usual() {
        return new Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of("127.0.0.1", "::1"),
                List.of(new User("owner", "correct-horse"), new User("guest", "battery-staple").withMfa("123456")),
                List.of("doorbell-8c1f04"),
                "2026.11.0",
                Timing.usual(),
                InstantSource.system(),
                new SecureRandom(),
                1000);
    }

    public Settings withBind(InetSocketAddress address) {
        return new Settings(address, trustedProxies, users, webhooks, version, timing, clock, random, recorded);
    }

    public Settings withTrustedProxies(List<String> networks) {
        return new Settings(bind, networks, users, webhooks, version, timing, clock, random, recorded);
    }

    public Settings withUsers(List<User> people) {
        return new Settings(bind, trustedProxies, people, webhooks, version, timing, clock, random, recorded);
    }

    public Settings withWebhooks(List<String> ids) {
        return new Settings(bind, trustedProxies, users, ids, version, timing, clock, random, recorded);
    }

    public Settings withTiming(Timing times) {
        return new Settings(bind, trustedProxies, users, webhooks, version, times, clock, random, recorded);
    }

    public Settings withClock(InstantSource source) {
        return new Settings(bind, trustedProxies, users, webhooks, version, timing, source, random, recorded);
    }

    public Settings withRandom(RandomGenerator source) {
        return new Settings(bind, trustedProxies, users, webhooks, version, timing, clock, source, recorded);
    }
}
