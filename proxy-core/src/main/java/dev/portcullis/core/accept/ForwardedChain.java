package dev.portcullis.core.accept;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.util.ArrayList;
import java.util.List;

/// The client behind listed front proxies: `X-Forwarded-For` walked from the right until an address is not listed.
///
/// Whoever is not listed is taken at the peer's address, whatever it claims: a spoofed chain is how bans are
/// evaded and how others get banned (`ForwardedChainTest`).
public final class ForwardedChain {

    /// More hops than any real chain has; the rest is what an attacker put in front.
    private static final int MOST_HOPS = 50;

    private final CidrSet frontProxies;
    private final Zones zones;

    public ForwardedChain(CidrSet frontProxies, Zones zones) {
        this.frontProxies = frontProxies;
        this.zones = zones;
    }

    /// Whether this peer speaks for others: what it does wrong before a request is understood is nobody's fault in
    /// particular.
    public boolean isFrontProxy(ClientIdentity peer) {
        return frontProxies.contains(peer.address());
    }

    /// The client of one request.
    ///
    /// @throws BadMessage if a listed proxy vouches for something that is no address
    public ClientIdentity derive(ClientIdentity peer, Fields fields) throws BadMessage {
        if (frontProxies.isEmpty() || !frontProxies.contains(peer.address())) {
            return peer;
        }
        List<String> hops = hops(fields);
        Address client = peer.address();
        for (int i = hops.size() - 1; i >= 0 && frontProxies.contains(client); i--) {
            client = Address.parse(hops.get(i)).orElseThrow(() -> new BadMessage(Refusal.FORWARDED_FOR));
        }
        return client.equals(peer.address()) ? peer : new ClientIdentity(client, zones.zoneOf(client));
    }

    private static List<String> hops(Fields fields) {
        List<String> hops = new ArrayList<>();
        int field = fields.indexOf(FieldName.X_FORWARDED_FOR);
        for (; field >= 0; field = fields.indexOf(FieldName.X_FORWARDED_FOR, field + 1)) {
            for (String hop : fields.value(field).split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        return hops.size() <= MOST_HOPS ? hops : hops.subList(hops.size() - MOST_HOPS, hops.size());
    }
}
