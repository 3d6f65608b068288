// The standing parts of the page: heading, conversation, question box, and what is announced.
import { button, make } from "./dom.js";
import { language, languages, local, say } from "./words.js";

const TALLEST = 200; // pixels of the question box

export function says(corpus) {
  return say("standing", { count: corpus.count, date: corpus.date || say("undated") });
}

function skipLink(question) {
  // the page has a base address: "#question" alone would lead away from it
  const link = make("a", { class: "skip", href: `${location.pathname}${location.search}#question` }, say("skip"));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    question.focus();
  });
  return link;
}

function header(question) {
  const switches = languages.map(({ tag, name }) => {
    const address = new URL(location.href);
    address.searchParams.set("lang", tag);
    return make("a", { href: address.href, lang: tag, hreflang: tag, "aria-current": tag === language && "true" }, name);
  });
  return make("div", { class: "top" },
    skipLink(question),
    make("a", { class: "brand", href: local("./") },
      make("img", { src: document.querySelector("link[rel=icon]").href, alt: "", width: 28, height: 28 }), say("brand")),
    make("nav", { class: "places", "aria-label": say("nav_label") },
      make("a", { href: local("./"), "aria-current": "page" }, say("nav_ask")),
      make("a", { href: local("sources") }, say("nav_sources")),
      make("a", { href: local("docs") }, say("nav_api"))),
    make("nav", { class: "languages", "aria-label": say("language_switch") }, switches));
}

export function frame(element, { submitted, stopped, begin, cancelEdit }) {
  const conversation = make("div", { id: "conversation", role: "log", "aria-live": "off", "aria-label": say("conversation") });
  const question = make("textarea", {
    id: "question", name: "q", rows: 1, "data-testid": "textbox", placeholder: say("question_hint"),
    autocomplete: "off", "aria-describedby": "complaint",
  });
  const submit = make("button", { type: "submit", id: "ask", "data-testid": "submit-button" }, say("ask"));
  const stop = button(say("stop"), { id: "stop", hidden: true }, stopped);
  const complaint = make("p", { id: "complaint", role: "alert" });
  const editing = make("p", { class: "editing hint", hidden: true }, say("editing"), " ",
    button(say("cancel_edit"), { class: "quiet" }, cancelEdit));
  const ready = make("p", { class: "hint", id: "ready" });
  const announcer = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const toast = make("p", { id: "toast", "aria-hidden": "true", hidden: true });
  const standing = make("p", { class: "standing hint" });
  const form = make("form", { id: "asking" }, editing,
    make("label", { for: "question" }, say("question")),
    make("div", { class: "line" }, question, submit, stop), complaint,
    make("div", { class: "below" }, ready, button(say("new_conversation"), { id: "again", class: "quiet" }, begin)));
  const talk = make("div", { class: "talk" }, conversation, form);
  const room = make("div", { class: "room" }, talk);
  // Gradio's page is a main element already: there is room for no other, nor for a banner beside it
  element.replaceChildren(header(question),
    make("div", { class: "page" }, make("div", { class: "intro" }, make("h1", {}, say("title")), make("p", {}, say("tagline")), standing), room),
    announcer, toast);
  // the last turn fills the screen above the question box, so that an answer moves nothing
  const measure = () => room.style.setProperty("--asking", `${form.offsetHeight}px`);
  new ResizeObserver(measure).observe(form);

  const fit = () => {
    question.style.height = "auto";
    question.style.height = `${Math.min(question.scrollHeight + 2, TALLEST)}px`;
    measure(); // at once: whoever scrolls next must find the room there
  };
  question.addEventListener("input", fit);
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // an input method's Enter is its own
    event.preventDefault();
    submitted();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted();
  });

  let fading = 0;
  const announce = (text) => { announcer.textContent = text; };
  const tell = (text) => { // of an action: for the eye beside the pointer's way, for the ear once
    announce(text);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(fading);
    fading = setTimeout(() => { toast.hidden = true; }, 4000);
  };
  const busy = (at) => {
    const held = document.activeElement;
    submit.hidden = at;
    stop.hidden = !at;
    conversation.setAttribute("aria-busy", String(at));
    if (held === submit || held === stop) question.focus({ preventScroll: true });
  };
  const complain = (text) => { complaint.textContent = text; };
  return { conversation, question, form, room, editing, ready, standing, announce, tell, busy, complain, fit };
}
