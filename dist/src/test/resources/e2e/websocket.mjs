// A websocket of a client that is not a browser, on Node's own modules.
//
// websocket.mjs http1|http2 PORT TOKEN use|wait
//   use: talks with the house and closes; wait: says "ready" and waits for the house, or the proxy, to close.
// Prints what happens, a line each. Anything unexpected ends it with exit code 1.
import { randomBytes } from "node:crypto";
import http2 from "node:http2";
import https from "node:https";

const [protocol, port, token, wish] = process.argv.slice(2);
const path = "/api/websocket";
const options = { host: "127.0.0.1", port, servername: "localhost", rejectUnauthorized: false };
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function fail(problem) {
  console.log(`failed: ${problem}`);
  process.exit(1);
}

function check(right, problem) {
  if (!right) {
    fail(problem);
  }
}

// RFC 8441: one stream of a connection, on which others go on.
function overHttp2() {
  return new Promise((resolve) => {
    const session = http2.connect(`https://localhost:${port}`, { ...options, host: undefined });
    session.on("error", fail);
    session.on("close", () => console.log("ended"));
    session.on("goaway", (code) => console.log(`goaway ${code}`));
    session.once("remoteSettings", (settings) => {
      check(settings.enableConnectProtocol, "no SETTINGS_ENABLE_CONNECT_PROTOCOL");
      const stream = session.request(
        { ":method": "CONNECT", ":protocol": "websocket", ":path": path, "sec-websocket-version": "13" },
        { endStream: false },
      );
      stream.on("error", fail);
      stream.on("response", (headers) => {
        console.log(`opened ${headers[":status"]}`);
        resolve({ stream, session });
      });
    });
  });
}

// RFC 6455: a connection of its own.
function overHttp1() {
  return new Promise((resolve) => {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
      Host: `localhost:${port}`,
    };
    const request = https.request({ ...options, path, headers });
    request.on("error", fail);
    request.on("response", (response) => fail(`status ${response.statusCode}`));
    request.on("upgrade", (response, stream, head) => {
      console.log(`opened ${response.statusCode}`);
      stream.unshift(head);
      resolve({ stream });
    });
    request.end();
  });
}

// A plain request beside the websocket.
function get(session) {
  return new Promise((resolve) => {
    const request = session.request({ ":path": "/" });
    request.on("response", (headers) => resolve(headers[":status"]));
    request.resume();
    request.end();
  });
}

function send(stream, opcode, payload) {
  const mask = randomBytes(4);
  const masked = Buffer.from(payload).map((octet, at) => octet ^ mask[at % 4]);
  check(masked.length < 65536, "too long for this client");
  const length = masked.length < 126 ? [0x80 | masked.length] : [0xfe, masked.length >> 8, masked.length & 0xff];
  stream.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length]), mask, masked]));
}

function say(stream, message) {
  send(stream, TEXT, JSON.stringify(message));
}

// Frames as they come, none of them fragmented or masked.
async function* frames(stream) {
  let bytes = Buffer.alloc(0);
  for await (const part of stream) {
    bytes = Buffer.concat([bytes, part]);
    while (bytes.length >= 2) {
      check((bytes[0] & 0xf0) === 0x80 && bytes[1] < 0x80, `frame begins ${bytes.subarray(0, 2).toString("hex")}`);
      const extra = { 126: 2, 127: 8 }[bytes[1]] ?? 0;
      if (bytes.length < 2 + extra) {
        break;
      }
      const length = extra === 0 ? bytes[1] : bytes.readUIntBE(extra === 2 ? 2 : 4, extra === 2 ? 2 : 6);
      const end = 2 + extra + length;
      if (bytes.length < end) {
        break;
      }
      const payload = bytes.subarray(2 + extra, end);
      const opcode = bytes[0] & 0x0f;
      bytes = bytes.subarray(end);
      if (opcode === PING) {
        send(stream, PONG, payload);
      } else {
        yield { opcode, payload };
      }
    }
  }
  check(bytes.length === 0, `ended within a frame, after ${bytes.length} bytes`);
}

const { stream, session } = await (protocol === "http2" ? overHttp2() : overHttp1());
let closing = false;
for await (const { opcode, payload } of frames(stream)) {
  if (opcode === CLOSE) {
    console.log(`closed ${payload.readUInt16BE()}`);
    if (!closing) {
      send(stream, CLOSE, payload);
    }
    stream.end();
    continue;
  }
  const message = JSON.parse(payload);
  if (message.type === "auth_required") {
    say(stream, { type: "auth", access_token: token });
  } else if (message.type === "auth_ok" && wish === "wait") {
    console.log("ready");
  } else if (message.type === "auth_ok") {
    say(stream, { id: 1, type: "demo/large_result", bytes: 1000000 });
  } else if (message.id === 1) {
    console.log(`large ${message.result.length}`);
    say(stream, { id: 2, type: "subscribe_events" });
  } else if (message.type === "event" && !closing) {
    console.log(`event ${message.event.event_type}`);
    if (session) {
      console.log(`beside it ${await get(session)}`);
    }
    closing = true;
    send(stream, CLOSE, [0x0f, 0xa0]);
  }
}
if (session) {
  session.close();
} else {
  console.log("ended");
}
