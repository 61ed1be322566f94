package dev.portcullis.config;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the types need while a file is read.
///
/// @param environment looks up an environment variable; null when it is not set
/// @param folder the file's own folder, where relative paths begin
record Reading(Findings findings, Function<String, @Nullable String> environment, Path folder) {

    Path resolve(String file) {
        return folder.resolve(file).normalize();
    }
}
