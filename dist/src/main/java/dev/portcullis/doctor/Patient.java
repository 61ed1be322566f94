package dev.portcullis.doctor;

import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.config.Config;
import dev.portcullis.core.ProxyConfig;
import java.nio.file.Path;
import java.util.Optional;

/// What is known before anybody looks.
///
/// @param file the configuration
/// @param plane what the configuration means to the data plane
/// @param status of the running server; empty where none runs
/// @param certificates as the server tells of them, else as the state folder does
public record Patient(
        Path file,
        Config config,
        ProxyConfig plane,
        Optional<StatusReport> status,
        Optional<CertsReport> certificates) {}
