// Starts the conversation in the room that Gradio's page has for it, as soon as that is there.
import { start } from "./chat.js";
import { make } from "./dom.js";

function begin() {
  const place = document.getElementById("chat");
  if (!place) return false;
  const room = make("div");
  place.append(room);
  start(room);
  return true;
}

if (!begin()) {
  const waiting = new MutationObserver(() => { if (begin()) waiting.disconnect(); });
  waiting.observe(document.body, { childList: true, subtree: true });
}
