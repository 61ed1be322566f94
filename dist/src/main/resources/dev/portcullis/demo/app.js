// Logs in by the real login flow, opens the websocket and shows what happens in the house.
"use strict";

const clientId = `${location.origin}/`;
const form = document.getElementById("login");
const message = document.getElementById("message");
let flow = null;

function say(text, bad = false) {
  message.textContent = text;
  message.className = bad ? "bad" : "";
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path.split("/").slice(0, 3).join("/")} answered ${response.status}`);
  }
  return response.json();
}

function openFlow() {
  return post("/auth/login_flow", {
    client_id: clientId,
    handler: ["homeassistant", null],
    redirect_uri: `${clientId}?auth_callback=1`,
  });
}

function show(step) {
  const mfa = step.step_id === "mfa";
  for (const [name, visible] of [["username", !mfa], ["password", !mfa], ["code", mfa]]) {
    document.getElementById(`row-${name}`).hidden = !visible;
    form.elements[name].required = visible;
  }
}

async function submit() {
  flow ??= await openFlow();
  const input = { client_id: clientId };
  for (const field of flow.data_schema) {
    input[field.name] = form.elements[field.name].value;
  }
  const step = await post(`/auth/login_flow/${flow.flow_id}`, input);
  if (step.type === "create_entry") {
    await enter(step.result);
  } else if (step.type === "abort") {
    flow = null;
    show({ step_id: "init" });
    say(`Login ended: ${step.reason}`, true);
  } else {
    flow = step;
    show(step);
    say(step.errors.base ? `Refused: ${step.errors.base}` : "Please give the second factor.", Boolean(step.errors.base));
  }
}

async function enter(code) {
  const response = await fetch("/auth/token", {
    method: "POST",
    body: new URLSearchParams({ client_id: clientId, grant_type: "authorization_code", code }),
  });
  const tokens = await response.json();
  form.hidden = true;
  document.getElementById("house").hidden = false;
  listen(tokens.access_token);
}

function listen(token) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/websocket`);
  socket.onmessage = ({ data }) => {
    const incoming = JSON.parse(data);
    if (incoming.type === "auth_required") {
      socket.send(JSON.stringify({ type: "auth", access_token: token }));
    } else if (incoming.type === "auth_ok") {
      say(`Connected, version ${incoming.ha_version}.`);
      socket.send(JSON.stringify({ id: 1, type: "subscribe_events" }));
    } else if (incoming.type === "event") {
      note(incoming.event);
    }
  };
  socket.onclose = () => say("The house hung up.", true);
}

function note(event) {
  const line = document.createElement("li");
  const state = event.data.new_state;
  const what = state ? `${state.entity_id} is now ${state.state}` : JSON.stringify(event.data);
  line.textContent = `${new Date(event.time_fired).toLocaleTimeString()}  ${event.event_type}  ${what}`;
  const list = document.getElementById("events");
  list.prepend(line);
  while (list.children.length > 20) {
    list.lastChild.remove();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit().catch((problem) => {
    flow = null;
    show({ step_id: "init" });
    say(problem.message, true);
  });
});
