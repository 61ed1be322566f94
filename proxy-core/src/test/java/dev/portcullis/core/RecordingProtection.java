package dev.portcullis.core;

import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.BodyReader;
import dev.portcullis.rules.signal.ConnectionNotes;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.ExchangeReader;
import dev.portcullis.rules.signal.MessageReader;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Observation.Answer;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.RequestTrace;
import dev.portcullis.rules.signal.RequestView;
import dev.portcullis.rules.signal.SignalReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Bans whom the test says, and writes down all that it is shown and told.
///
/// What exchanges showed stands in [#told()] as `client METHOD path status refusal detail`, in [#seen()] the
/// bodies and messages as far as they were shown, each with its direction.
final class RecordingProtection implements Protection, SignalReader {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> turnedAway = new CopyOnWriteArrayList<>();
    private volatile BanSnapshot bans = BanSnapshot.NONE;
    private RateLimits limits = new RateLimits(LimitPolicy.DEFAULT);
    private int messages = Integer.MAX_VALUE;

    void ban(String cidr) {
        bans = bans.with(Cidr.parse(cidr), Long.MAX_VALUE);
    }

    RecordingProtection limits(LimitPolicy policy) {
        limits = new RateLimits(policy);
        return this;
    }

    /// After so many messages a websocket is decided.
    RecordingProtection deciding(int after) {
        messages = after;
        return this;
    }

    List<String> told() {
        return told;
    }

    List<String> seen() {
        return seen;
    }

    List<String> turnedAway() {
        return turnedAway;
    }

    @Override
    public BanSnapshot bans() {
        return bans;
    }

    @Override
    public RateLimits limits() {
        return limits;
    }

    @Override
    public SignalReader signals() {
        return this;
    }

    @Override
    public void turnedAway(Address client) {
        turnedAway.add(client.toString());
    }

    @Override
    public void observe(Observation observation) {
        RequestTrace request = observation.request();
        Answer answer = observation.answer();
        told.add((observation.client() + " " + request.method() + " " + request.path() + " " + answer.status() + " "
                        + answer.refusal() + " " + answer.detail() + (answer.restarting() ? "restarting" : ""))
                .strip()
                .replaceAll(" +", " "));
    }

    @Override
    public ExchangeReader exchange(RequestView request, ConnectionNotes notes) {
        return new Script(request);
    }

    @Override
    public Observation connection(Instant at, Address client, Zone zone, String refusal) {
        return observation(at, client, RequestTrace.NONE, Answer.refused(0, refusal));
    }

    private static Observation observation(Instant at, Address client, RequestTrace trace, Answer answer) {
        return new Observation(
                at, client, "", "", trace, answer, Outcome.NONE, Credential.NONE, "", List.of(), List.of());
    }

    private final class Script implements ExchangeReader, MessageReader {

        private final RequestView request;
        private int shown;

        Script(RequestView request) {
            this.request = request;
        }

        private BodyReader body(String which) {
            return (octets, from, to) -> {
                seen.add(which + " " + text(octets, from, to));
                return true;
            };
        }

        @Override
        public BodyReader requestBody() {
            return body("request");
        }

        @Override
        public BodyReader answerBody(int status) {
            return body("answer");
        }

        @Override
        public MessageReader socket() {
            return this;
        }

        @Override
        public boolean fromServer(byte[] octets, int from, int to) {
            seen.add("server " + text(octets, from, to));
            return ++shown < messages;
        }

        @Override
        public boolean fromClient(byte[] octets, int from, int to) {
            seen.add("client " + text(octets, from, to));
            return ++shown < messages;
        }

        @Override
        public boolean decided() {
            return shown >= messages;
        }

        @Override
        public Observation answered(Instant at, int status, boolean restarting) {
            return observation(at, request.client(), trace(), new Answer(status, "", "", restarting));
        }

        @Override
        public Observation refused(Instant at, int status, String refusal, String detail) {
            return observation(at, request.client(), trace(), new Answer(status, refusal, detail, false));
        }

        private RequestTrace trace() {
            String agent = request.field("user-agent");
            return new RequestTrace(request.method(), request.target(), agent == null ? "" : agent, false);
        }
    }

    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
