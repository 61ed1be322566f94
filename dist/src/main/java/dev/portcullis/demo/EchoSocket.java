package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;

/// An add-on's websocket: says everything back.
final class EchoSocket extends SocketSession {

    EchoSocket(Settings.Timing timing) {
        super(timing);
    }

    @Override
    void opened() {}

    @Override
    void text(String message) {
        sendText(message);
    }

    @Override
    void binary(ByteBuf message) {
        sendBinary(message);
    }

    @Override
    void gone() {}
}
