package dev.portcullis.app;

import dev.portcullis.cli.Escaped;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the host names of `never_ban` stand for: each is looked up every minute, and its last good answer holds until
/// there is a better one.
///
/// Look-ups run on threads of their own, a slow name never holds up another for long.
final class NeverBanHosts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOK_UPS = Duration.ofSeconds(60);
    private static final int MOST_THREADS = 4;

    private final List<String> hosts;
    private final Resolver resolver;
    private final Consumer<Map<ClientKey, String>> changed;
    private final CountDownLatch firstAnswers;
    private final ScheduledExecutorService threads;

    private final Map<String, Set<ClientKey>> answers = new HashMap<>();
    private final Set<String> silent = new LinkedHashSet<>();
    private volatile Map<ClientKey, String> now = Map.of();

    /// Looks a name up; blocks.
    interface Resolver {

        /// The system's own, with its hosts file and cache.
        Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /// @param changed is told of every change, on a look-up's thread
    NeverBanHosts(List<String> hosts, Resolver resolver, Consumer<Map<ClientKey, String>> changed) {
        this.hosts = List.copyOf(hosts);
        this.resolver = resolver;
        this.changed = changed;
        this.firstAnswers = new CountDownLatch(hosts.size());
        this.threads = Executors.newScheduledThreadPool(
                Math.clamp(hosts.size(), 1, MOST_THREADS),
                Thread.ofPlatform().name("never-ban-", 0).daemon().factory());
    }

    /// Looks nothing up: nobody is known yet.
    NeverBanHosts(List<String> hosts) {
        this(hosts, Resolver.SYSTEM, _ -> {});
    }

    /// Begins to look up, and waits two seconds at most for the first answers.
    static NeverBanHosts start(List<String> hosts, Resolver resolver, Consumer<Map<ClientKey, String>> changed) {
        NeverBanHosts started = new NeverBanHosts(hosts, resolver, changed);
        started.start(FIRST_ANSWERS);
        return started;
    }

    void start(Duration patience) {
        for (String host : hosts) {
            threads.scheduleWithFixedDelay(() -> lookUpFirst(host), 0, BETWEEN_LOOK_UPS.toSeconds(), TimeUnit.SECONDS);
        }
        try {
            boolean _ = firstAnswers.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookUpFirst(String host) {
        try {
            lookUp(host);
        } catch (RuntimeException e) {
            // An exception would end the look-ups of this name for good.
            LOG.warn("never_ban: the answer for {} could not be put in force", host, e);
        } finally {
            firstAnswers.countDown();
        }
    }

    /// Asks once. Any failure leaves the last answer in force.
    void lookUp(String host) {
        answered(host, clients(host));
    }

    private Set<ClientKey> clients(String host) {
        Set<ClientKey> clients = new LinkedHashSet<>();
        try {
            for (InetAddress address : resolver.addresses(host)) {
                clients.add(ClientKey.of(Address.of(address)));
            }
            return clients;
        } catch (UnknownHostException | RuntimeException _) {
            return Set.of();
        }
    }

    private synchronized void answered(String host, Set<ClientKey> clients) {
        if (clients.isEmpty()) {
            silent.add(host);
            return;
        }
        silent.remove(host);
        answers.put(host, clients);
        Map<ClientKey, String> next = new HashMap<>();
        for (String each : hosts) {
            answers.getOrDefault(each, Set.of()).forEach(client -> next.putIfAbsent(client, each));
        }
        if (!next.equals(now)) {
            now = Map.copyOf(next);
            changed.accept(now);
        }
    }

    /// Who is spared now, and by which name.
    Map<ClientKey, String> now() {
        return now;
    }

    /// For `status`: names that do not resolve.
    synchronized List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String host : silent) {
            Set<ClientKey> last = answers.getOrDefault(host, Set.of());
            String consequence = last.isEmpty() ? "It spares nobody." : "Its last answer still counts: " + last + ".";
            warnings.add("protection.never_ban: " + Escaped.text(host)
                    + ": does not resolve (expected: the name of an address). " + consequence);
        }
        return warnings;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
