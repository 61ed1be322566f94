package dev.portcullis.core.pipeline;

/// The way of a request, in order. The table in `docs/architecture.md` says the same; a test keeps them equal.
///
/// The first group are channel handlers (or what runs before there are any); from [#HEADER_GUARD] on, stages are
/// plain objects called in turn on the [dev.portcullis.core.http.Exchange].
public enum Stage {
    CONNECTION_CAP("accept", "ConnectionCap", "close"),
    PROXY_PROTOCOL_GATE("accept", "ProxyProtocolGate", "close"),
    CLIENT_IDENTITY("accept", "ClientIdentity", "–"),
    BAN_GATE("accept", "BanGate", "close, no bytes"),
    ALLOWANCE_GATE("accept", "AllowanceGate", "close"),
    SNI_STAGE("TLS", "SniStage", "alert"),
    ACME_TLS_STAGE("TLS", "AcmeTlsStage", "alert"),
    ALPN_STAGE("TLS", "AlpnStage", "–"),
    HTTP2_CODEC("codec", "Http2ClientHandler", "RST_STREAM / GOAWAY, close"),
    HTTP1_CODEC("codec", "Http1ClientHandler", "400 / 408 / 414 / 431, close"),
    HEADER_GUARD("message", "HeaderGuard", "400 / 421 / 426"),
    NORMALISER("request", "Normaliser", "400 and the violation's name"),
    POLICY_STAGE("policy", "PolicyStage", "drop, 403, 404, 429"),
    REQUEST_RELAY("upstream", "RequestRelay", "413 / 502 / 503 / 504"),
    RESPONSE_RELAY("response", "ResponseRelay", "502 / 503, or the end of the connection"),
    EXCHANGE_LOG("response", "ExchangeLog", "–"),
    WEB_SOCKET_RELAY("tunnel", "WebSocketRelay", "–");

    private final String where;
    private final String type;
    private final String refusesWith;

    Stage(String where, String type, String refusesWith) {
        this.where = where;
        this.type = type;
        this.refusesWith = refusesWith;
    }

    /// Where on the way it stands.
    public String where() {
        return where;
    }

    /// The class that does it.
    public String type() {
        return type;
    }

    /// What a client sees that it refuses.
    public String refusesWith() {
        return refusesWith;
    }
}
