package dev.portcullis.house;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/// What went wrong on a connection, in words for people.
public final class SocketWords {

    private SocketWords() {}

    /// A part of a sentence: `connection refused`.
    public static String of(IOException failed) {
        return switch (failed) {
            case UnknownHostException _ -> "the name has no address";
            case SocketTimeoutException _ -> "no answer in time";
            case NoRouteToHostException _ -> "no route to it";
            case ConnectException _ -> {
                String message = String.valueOf(failed.getMessage());
                yield message.contains("refused") ? "connection refused" : message;
            }
            default -> String.valueOf(failed.getMessage());
        };
    }
}
