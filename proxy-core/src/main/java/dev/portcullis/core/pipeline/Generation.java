package dev.portcullis.core.pipeline;

import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.core.accept.PeerIdentity;
import dev.portcullis.core.accept.TrustedProxies;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.observe.ExchangeLog;
import dev.portcullis.core.policy.RateGuard;
import dev.portcullis.core.tls.SniStage;
import dev.portcullis.core.upstream.Upstreams;
import dev.portcullis.rules.PolicyEngine;
import dev.portcullis.rules.route.HostTable;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Objects;

/// One configuration, ready to be in force: all that follows from it and from nothing else. Immutable, made as
/// a whole by [Generations], and replaced as a whole.
///
/// @param log tells what this configuration's requests show; an exchange keeps the one that it began with
public record Generation(
        ProxyConfig config,
        ClientTimeouts timeouts,
        HostTable hosts,
        PolicyEngine engine,
        PeerIdentity peers,
        ForwardedChain chain,
        TrustedProxies trusted,
        ExchangeLog log,
        SniStage.Shared tls,
        RateGuard rates,
        Upstreams upstreams) {

    /// A configuration on all event loops.
    ///
    /// @param shared what it means everywhere
    /// @param byLoop one for each event loop
    public record Everywhere(Generation shared, Map<EventLoop, LoopGeneration> byLoop) {

        public Everywhere {
            byLoop = Map.copyOf(byLoop);
        }

        LoopGeneration on(EventLoop loop) {
            return Objects.requireNonNull(byLoop.get(loop), "event loop: not one of the server's");
        }
    }
}
