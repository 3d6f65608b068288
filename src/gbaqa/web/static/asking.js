// Asks the server, and reads its answer as a stream of events.
import { language } from "./words.js";

export class Problem extends Error {
  constructor(kind, detail) {
    super(detail);
    this.kind = kind;
  }
}

const post = (path, body, options = {}) =>
  fetch(new URL(path, document.baseURI), {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language, ...options.headers },
    body: JSON.stringify(body),
    signal: options.signal,
  });

async function problemOf(response) {
  const told = await response.json().catch(() => ({}));
  return new Problem(String(told.type ?? "").split("/").pop() || "fault", told.detail ?? "");
}

// Each event as [name, data, the data's own text].
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value.replaceAll("\r\n", "\n");
    let end;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const of = (field) => lines.find((line) => line.startsWith(`${field}:`))?.slice(field.length + 1).trim();
      if (of("data")) yield [of("event"), JSON.parse(of("data")), of("data")];
    }
  }
}

// The answer with what the page shows beside it. `told` hears how the question fares.
export async function ask(body, { signal, told }) {
  const found = {};
  try {
    const response = await post("api/ask", body, { signal, headers: { Accept: "text/event-stream" } });
    if (!response.ok) throw await problemOf(response);
    for await (const [name, data, text] of events(response)) {
      if (name === "problem") throw new Problem(String(data.type).split("/").pop(), data.detail);
      if (name === "status") told(data);
      if (name === "answer") Object.assign(found, { answer: data, json: text }); // verify reads it as it came
      if (name === "passages") Object.assign(found, data);
    }
  } catch (error) {
    if (error instanceof Problem || error.name === "AbortError") throw error;
    throw new Problem("network", String(error));
  }
  if (!found.answer || !found.passages) throw new Problem("network", "the stream ended early");
  return found;
}

export async function suggestions(body) {
  const response = await post("api/suggestions", body);
  return response.ok ? (await response.json()).questions : [];
}

export async function sendFeedback(body) {
  const response = await post("api/feedback", body);
  if (!response.ok) throw await problemOf(response);
}

// Resolves with the corpus's size and newest date once the server is ready; tells each look.
export async function whenReady(told) {
  for (;;) {
    try {
      const response = await fetch(new URL("readyz", document.baseURI), { cache: "no-store" });
      const { status, detail } = await response.json();
      told(status, detail ?? "");
      if (status === "ready") break;
      if (status === "failed") return null;
    } catch { /* the server is away: look again */ }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const listed = await fetch(new URL("api/documents?size=1&twins=false", document.baseURI));
  if (!listed.ok) return null;
  const { total, newest } = await listed.json();
  return { count: total, date: newest };
}
