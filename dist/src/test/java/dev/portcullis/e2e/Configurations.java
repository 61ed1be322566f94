package dev.portcullis.e2e;

/// Configurations that several tests share. State is kept in the folder `state` beside the file.
final class Configurations {

    private Configurations() {}

    /// Everything for everybody at home: `home.test` and `localhost`, on a free port.
    ///
    /// @param upstream the house's port on loopback
    static String everything(int upstream) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test, localhost]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything, from: [lan]}]
                certificates: {self_signed: true}
                state: state
                """.formatted(upstream);
    }

    /// Everything for everybody: `home.test`, on a free port. A client's address stands in the line of a PROXY
    /// protocol.
    ///
    /// @param upstream the house's port on loopback
    /// @param more further sections
    static String open(int upstream, String more) {
        return """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything}]
                certificates: {self_signed: true}
                state: state
                """.formatted(upstream) + more;
    }
}
