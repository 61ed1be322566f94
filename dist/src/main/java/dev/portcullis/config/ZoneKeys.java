package dev.portcullis.config;

import java.util.List;

/// Keys below `zones`: two zones that are always there, and any number of others.
final class ZoneKeys {

    private static final ListType<ZoneMember> MEMBERS = ListType.of(NetTypes.zoneMember());

    static final Key<List<Found<ZoneMember>>> LAN = Key.of(
            "lan",
            MEMBERS,
            "[default]",
            "The household. `default` stands for loopback, link-local, RFC 1918 and fc00::/7; `interfaces` for the"
                    + " prefixes of this host's own interfaces (not on a rented server: those are its neighbours').");

    static final Key<List<Found<ZoneMember>>> VPN = Key.of("vpn", MEMBERS, "[]", "The household away from home.");

    static final SectionType.Others<List<Found<ZoneMember>>> MORE = new SectionType.Others<>(
            "<zone>",
            NetTypes::zoneName,
            MEMBERS,
            "A zone of your own. `internet` is not to be defined: it is whatever is in no other zone. Where networks"
                    + " overlap, the smaller one decides.");

    static final SectionType SECTION = SectionType.of(LAN, VPN).with(MORE);

    private ZoneKeys() {}
}
