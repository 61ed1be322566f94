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
}
