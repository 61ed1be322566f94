package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who the client is, by the rules of `components/http/forwarded.py` (2026): several lines count as one list.
final class Forwarded {

    private final Networks trusted;

    Forwarded(Networks trusted) {
        this.trusted = trusted;
    }

    /// The client's address, or nothing where Home Assistant answers 400.
    Optional<String> client(InetAddress peer, HttpHeaders headers) {
        String direct = Addresses.text(peer);
        List<String> lines = headers.getAll("X-Forwarded-For");
        if (lines.isEmpty()) {
            return Optional.of(direct);
        }
        if (trusted.isEmpty() || !trusted.contains(direct)) {
            return Optional.empty();
        }
        List<String> chain = new ArrayList<>();
        for (String element : elements(lines)) {
            Optional<String> address = Addresses.canonical(element);
            if (address.isEmpty()) {
                return Optional.empty();
            }
            chain.add(address.get());
        }
        return protoFits(headers, chain.size()) && hostFits(headers)
                ? Optional.of(firstUntrusted(chain))
                : Optional.empty();
    }

    private String firstUntrusted(List<String> chain) {
        for (String address : chain.reversed()) {
            if (!trusted.contains(address)) {
                return address;
            }
        }
        return chain.getFirst();
    }

    private static boolean protoFits(HttpHeaders headers, int hops) {
        List<String> lines = headers.getAll("X-Forwarded-Proto");
        if (lines.isEmpty()) {
            return true;
        }
        List<String> elements = elements(lines);
        return elements.stream().noneMatch(String::isEmpty) && (elements.size() == 1 || elements.size() == hops);
    }

    private static boolean hostFits(HttpHeaders headers) {
        List<String> lines = headers.getAll("X-Forwarded-Host");
        return lines.isEmpty() || !elements(lines).getLast().isEmpty();
    }

    private static List<String> elements(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (String line : lines) {
            int start = 0;
            for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
                elements.add(line.substring(start, comma).strip());
                start = comma + 1;
            }
            elements.add(line.substring(start).strip());
        }
        return elements;
    }
}
