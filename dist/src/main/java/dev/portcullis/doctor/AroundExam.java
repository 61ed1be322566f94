package dev.portcullis.doctor;

import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import dev.portcullis.house.HouseAnswer;
import dev.portcullis.house.HouseProbe;
import dev.portcullis.rules.net.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Can Home Assistant be reached without us?
final class AroundExam implements Exam {

    /// A machine with more addresses than this is no home's.
    private static final int MOST_ADDRESSES = 24;

    private final HouseProbe probe;
    private final Collection<Address> own;

    /// @param own the addresses of this machine
    AroundExam(HouseProbe probe, Collection<Address> own) {
        this.probe = probe;
        this.own = List.copyOf(own);
    }

    @Override
    public String about() {
        return "ways around Portcullis";
    }

    @Override
    public List<Finding> look(Patient patient) {
        return patient.plane().sites().stream()
                .filter(ProxyConfig.Site::homeAssistant)
                .map(ProxyConfig.Site::upstream)
                .distinct()
                .flatMap(upstream -> look(upstream).stream())
                .toList();
    }

    private List<Finding> look(Upstream upstream) {
        List<Address> addresses = addresses(upstream.host());
        if (addresses.isEmpty()) {
            return List.of();
        }
        return addresses.stream().anyMatch(own::contains) ? here(upstream) : elsewhere(upstream, addresses);
    }

    /// Home Assistant runs on this machine: it is asked at each address that others could ask at.
    private List<Finding> here(Upstream upstream) {
        List<String> strangers = new ArrayList<>();
        List<String> household = new ArrayList<>();
        for (Address address : own.stream().limit(MOST_ADDRESSES).toList()) {
            if (Scope.of(address) != Scope.LOOPBACK
                    && Scope.of(address) != Scope.LINK_LOCAL
                    && answers(upstream, address)) {
                (Scope.of(address) == Scope.PUBLIC ? strangers : household).add(address.toString());
            }
        }
        int port = upstream.port();
        if (!strangers.isEmpty()) {
            return List.of(new Problem(
                    Check.AROUND_DIRECT,
                    "port " + port + " answers at " + String.join(", ", strangers)
                            + ", a public address of this machine: whoever asks there passes by Portcullis",
                    "Let Home Assistant listen on 127.0.0.1 alone (Settings > System > Network, or server_host), or close"
                            + " the port in the firewall: " + closing(port)));
        }
        if (!household.isEmpty()) {
            return List.of(new Note(
                    Check.AROUND_DIRECT,
                    "port " + port + " answers within the own network as well, at " + String.join(", ", household)
                            + ". " + routerHint(port)));
        }
        return List.of(
                new Ok(Check.AROUND_DIRECT, "port " + port + " answers to this machine alone, at " + upstream.host()));
    }

    private List<Finding> elsewhere(Upstream upstream, List<Address> addresses) {
        boolean outside = addresses.stream().anyMatch(address -> Scope.of(address) == Scope.PUBLIC);
        if (outside) {
            String open =
                    upstream.tls() instanceof UpstreamTls.Plain ? ", and what passes between is not encrypted" : "";
            return List.of(new Warning(
                    Check.AROUND_DIRECT,
                    upstream + " is at a public address: whoever asks there passes by Portcullis" + open,
                    "Let that machine's firewall take port " + upstream.port()
                            + " from this machine alone, or reach it over a VPN."));
        }
        return List.of(new Note(Check.AROUND_DIRECT, routerHint(upstream.port())));
    }

    private boolean answers(Upstream upstream, Address address) {
        Upstream there = new Upstream(address.toString(), upstream.port(), unverified(upstream.tls()));
        return switch (probe.ask(there, address.isIpv4() ? address.toString() : "[" + address + "]")) {
            case HouseAnswer.Unresolved _, HouseAnswer.Unreachable _ -> false;
            case HouseAnswer.House _,
                    HouseAnswer.NoAnswer _,
                    HouseAnswer.SpeaksTls _,
                    HouseAnswer.SpeaksPlain _,
                    HouseAnswer.Untrusted _,
                    HouseAnswer.Unavailable _,
                    HouseAnswer.Banned _,
                    HouseAnswer.Redirects _,
                    HouseAnswer.Stranger _ -> true;
        };
    }

    private static UpstreamTls unverified(UpstreamTls tls) {
        return tls instanceof UpstreamTls.Plain ? tls : new UpstreamTls.Unverified();
    }

    private static String routerHint(int port) {
        return "Whether the router forwards port " + port
                + " to it cannot be seen from here: look into the router's port"
                + " forwardings, and delete every one but 443 (and 80, if certificates need it) to this machine.";
    }

    private static String closing(int port) {
        return "nft add rule inet filter input tcp dport " + port + " iifname != lo drop";
    }

    private static List<Address> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host)).stream()
                    .map(Address::of)
                    .toList();
        } catch (UnknownHostException _) {
            return List.of();
        }
    }
}
