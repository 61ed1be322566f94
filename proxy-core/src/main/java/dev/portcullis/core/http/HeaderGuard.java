package dev.portcullis.core.http;

import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.rules.route.HostTable;

/// Whom the request is for and whom it is from.
///
/// *Reads* the Host field, the TLS server name, `X-Forwarded-For` of listed peers, the WebSocket handshake. *Passes
/// on* the exchange with its site and identity. *Refuses with* 421 for another site than the certificate was for,
/// 400 and 426 for a handshake that is none.
public final class HeaderGuard {

    private final HostTable hosts;
    private final ForwardedChain chain;

    public HeaderGuard(HostTable hosts, ForwardedChain chain) {
        this.hosts = hosts;
        this.chain = chain;
    }

    public void check(Exchange exchange) throws BadMessage {
        RequestHead request = exchange.request();
        // First of all, so that a refusal is put down to the client and not to the front proxy.
        exchange.identity(chain.derive(exchange.identity(), request.fields()));
        String serverName = exchange.connection().serverName();
        int site = hosts.siteOf(request.host());
        if (site < 0 || (serverName != null && !serverName.equals(request.host()))) {
            throw new BadMessage(Refusal.MISDIRECTED);
        }
        exchange.site(site);
        if (request.upgrade() == RequestHead.Upgrade.WEBSOCKET) {
            WebSocketHandshake.check(request);
        }
    }
}
