package dev.portcullis.doctor;

import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import dev.portcullis.house.HouseAnswer;
import dev.portcullis.house.HouseAnswer.House;
import dev.portcullis.house.HouseProbe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Is each upstream there, is it Home Assistant, does it believe us?
final class UpstreamExam implements Exam {

    private final HouseProbe probe;

    UpstreamExam(HouseProbe probe) {
        this.probe = probe;
    }

    @Override
    public String about() {
        return "upstreams";
    }

    @Override
    public List<Finding> look(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        Set<Upstream> seen = new LinkedHashSet<>();
        for (ProxyConfig.Site site : patient.plane().sites()) {
            if (seen.add(site.upstream())) {
                String host = site.hosts().getFirst();
                HouseAnswer answer = probe.ask(site.upstream(), host.startsWith("*.") ? host.substring(2) : host);
                findings.addAll(site.homeAssistant() ? house(site.upstream(), answer) : other(site.upstream(), answer));
            }
        }
        return findings;
    }

    /// Of a generic upstream only its answering matters.
    private static List<Finding> other(Upstream upstream, HouseAnswer answer) {
        return switch (answer) {
            case HouseAnswer.House _,
                    HouseAnswer.Stranger _,
                    HouseAnswer.Redirects _,
                    HouseAnswer.Banned _,
                    HouseAnswer.Unavailable _ -> List.of(new Ok(Check.UPSTREAM_ANSWERS, upstream + " answers"));
            case HouseAnswer.Unresolved _,
                    HouseAnswer.Unreachable _,
                    HouseAnswer.NoAnswer _,
                    HouseAnswer.SpeaksTls _,
                    HouseAnswer.SpeaksPlain _,
                    HouseAnswer.Untrusted _ -> house(upstream, answer);
        };
    }

    private static List<Finding> house(Upstream upstream, HouseAnswer answer) {
        return switch (answer) {
            case HouseAnswer.Unresolved _ ->
                List.of(new Problem(
                        Check.UPSTREAM_ANSWERS,
                        upstream + ": the name has no address here",
                        "Write Home Assistant's address into upstream, such as http://192.168.1.20:8123."));
            case HouseAnswer.Unreachable(String reason) ->
                List.of(new Problem(
                        Check.UPSTREAM_ANSWERS,
                        upstream + ": " + reason,
                        "Start Home Assistant, or correct upstream; its port is 8123 unless it was changed. If it runs,"
                                + " try from this machine: curl -i " + upstream + "/manifest.json"));
            case HouseAnswer.NoAnswer(String reason) ->
                List.of(new Problem(
                        Check.UPSTREAM_ANSWERS,
                        upstream + ": somebody accepts the connection, and then: " + reason,
                        "Correct the port in upstream: Home Assistant's is 8123 unless it was changed."));
            case HouseAnswer.Unavailable(int status) ->
                List.of(new Warning(
                        Check.UPSTREAM_ANSWERS,
                        upstream + " answers " + status + ": it starts or stops just now",
                        "Ask again in a few minutes. If it stays so, look into Home Assistant's log."));
            case HouseAnswer.SpeaksTls _ ->
                List.of(new Problem(
                        Check.UPSTREAM_TLS,
                        upstream + ": TLS is spoken there, and plain HTTP was expected",
                        "Write https:// in upstream, with upstream_tls: {verify: false} or {ca: FILE} if its certificate"
                                + " is its own; or turn TLS off in Home Assistant (ssl_certificate): Portcullis has the"
                                + " certificate."));
            case HouseAnswer.SpeaksPlain _ ->
                List.of(new Problem(
                        Check.UPSTREAM_TLS,
                        upstream + ": plain HTTP is spoken there, and TLS was expected",
                        "Write http:// in upstream, and take upstream_tls away."));
            case HouseAnswer.Untrusted(String reason) ->
                List.of(new Problem(
                        Check.UPSTREAM_TLS,
                        upstream + ": " + reason,
                        "Name the authority's certificate with upstream_tls: {ca: FILE}, or, within your own network,"
                                + " write upstream_tls: {verify: false}."));
            case HouseAnswer.Banned(String from) ->
                List.of(new Problem(
                        Check.UPSTREAM_TRUSTS,
                        upstream + " answers 403 to everything: it has banned this machine's address, " + from,
                        "Delete the entry of " + from
                                + " from ip_bans.yaml in Home Assistant's configuration folder and"
                                + " restart Home Assistant. It happens when Home Assistant does not trust this proxy:"
                                + " afterwards, " + trust(from)));
            case HouseAnswer.Redirects(int status, String location) ->
                List.of(new Problem(
                        Check.UPSTREAM_HOUSE,
                        upstream + " sends everybody elsewhere: " + status + " to " + location,
                        "Write that address into upstream, if it is Home Assistant's own."));
            case HouseAnswer.Stranger(int status, String title) ->
                List.of(new Problem(
                        Check.UPSTREAM_HOUSE,
                        upstream + " is not Home Assistant: it answers " + status
                                + (title.isEmpty() ? "" : ", \"" + title + "\""),
                        "Correct the port in upstream: Home Assistant's is 8123 unless it was changed. If it is meant to"
                                + " be something else, write kind: generic."));
            case House found -> house(upstream, found);
        };
    }

    private static List<Finding> house(Upstream upstream, House found) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Ok(Check.UPSTREAM_ANSWERS, upstream + " answers"));
        if (upstream.tls() instanceof UpstreamTls.Unverified) {
            findings.add(new Note(
                    Check.UPSTREAM_TLS, upstream + ": its certificate is not verified, as upstream_tls.verify says"));
        }
        String version = found.version().map(text -> " " + text).orElse(", of a version that it does not tell");
        findings.add(
                found.onboarded()
                        ? new Ok(Check.UPSTREAM_HOUSE, "it is Home Assistant" + version)
                        : new Problem(
                                Check.UPSTREAM_HOUSE,
                                "it is Home Assistant" + version + ", and has no owner yet: whoever comes first is",
                                "Open " + upstream + " at home and finish the onboarding before anything is exposed."));
        findings.add(forwarding(upstream, found));
        return findings;
    }

    private static Finding forwarding(Upstream upstream, House found) {
        return switch (found.forwarding()) {
            case TRUSTED ->
                new Ok(
                        Check.UPSTREAM_TRUSTS,
                        "it takes X-Forwarded-For from this machine (" + found.from()
                                + "). Whether it lists that address"
                                + " alone or a whole network cannot be seen from outside: look into Settings > System > Network.");
            case REFUSED ->
                new Problem(
                        Check.UPSTREAM_TRUSTS,
                        upstream + " answers 400 to everything with X-Forwarded-For: it does not trust " + found.from()
                                + " as its proxy",
                        sentence(trust(found.from())));
            case UNCLEAR ->
                new Warning(
                        Check.UPSTREAM_TRUSTS,
                        upstream + ": neither 200 nor 400 came for a request with X-Forwarded-For",
                        "Ask again. If it stays so, look into Home Assistant's log.");
        };
    }

    /// A clause that begins in lower case.
    static String trust(String address) {
        return "in Home Assistant open Settings > System > Network, turn on \"Trust X-Forwarded-For\", add " + address
                + " to \"Trusted proxies\", and confirm within five minutes of its restart (before 2026, in"
                + " configuration.yaml: http: {use_x_forwarded_for: true, trusted_proxies: [" + address
                + "]}, and restart). If Home Assistant runs in a container, it may see another address: its log names"
                + " it.";
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }
}
