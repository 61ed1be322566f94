package dev.portcullis.doctor;

import dev.portcullis.config.Config;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import java.util.ArrayList;
import java.util.List;

/// Is anybody banned at all, and may strangers say who they are?
final class ProtectionExam implements Exam {

    /// No home, and no front proxy, has a network as wide.
    private static final int WIDEST_IPV4 = 8;

    private static final int WIDEST_IPV6 = 16;

    @Override
    public String about() {
        return "protection";
    }

    @Override
    public List<Finding> look(Patient patient) {
        Config.Protection protection = patient.config().protection();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                protection.enforce()
                        ? new Ok(Check.PROTECTION_MODE, "bans are carried out")
                        : new Warning(
                                Check.PROTECTION_MODE,
                                "bans are only written down (protection.mode is observe): nobody is kept out",
                                "Write protection: {mode: enforce} once the bans in portcullis bans list --all look right."));
        findings.add(neverBan(protection));
        Config.Listen listen = patient.config().listen();
        findings.addAll(proxies("listen.forwarded_from", listen.forwardedFrom()));
        findings.addAll(proxies("listen.proxy_protocol_from", listen.proxyProtocolFrom()));
        return findings;
    }

    private static Finding neverBan(Config.Protection protection) {
        if (protection.neverBanZones().contains("internet")) {
            return new Problem(
                    Check.PROTECTION_NEVER_BAN,
                    "protection.never_ban spares the zone internet: nobody is ever banned",
                    "Take internet out of protection.never_ban.");
        }
        List<Cidr> wide = wide(protection.neverBanNetworks());
        return wide.isEmpty()
                ? new Ok(Check.PROTECTION_NEVER_BAN, "never_ban spares no strangers")
                : new Problem(
                        Check.PROTECTION_NEVER_BAN,
                        "protection.never_ban spares " + wide.getFirst() + ", millions of strangers",
                        "Write the household's own networks into protection.never_ban in place of " + wide.getFirst()
                                + ".");
    }

    private static List<Finding> proxies(String key, CidrSet networks) {
        return wide(networks).stream()
                .<Finding>map(network -> new Problem(
                        Check.PROTECTION_PROXIES,
                        key + " lists " + network + ": anybody in it may say to be anybody, also somebody at home",
                        "List the proxy's own addresses in " + key + " in place of " + network + "."))
                .toList();
    }

    private static List<Cidr> wide(CidrSet networks) {
        return networks.cidrs().stream()
                .filter(network -> network.prefixLength() < (network.network().isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6))
                .toList();
    }
}
