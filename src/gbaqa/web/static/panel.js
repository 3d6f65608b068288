// Runs once in the sources panel; `element`, `props` and `watch` are Gradio's.
// Every text becomes a text node: nothing that a document says is read as markup.
const words = props.words;
const turns = []; // what the server sent for each answer, by its place in the conversation
let opened = null; // the marker whose source is open

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function link(text, href) {
  const attributes = { href, target: "_blank", rel: "noopener noreferrer" };
  const arrow = make("span", { "aria-hidden": "true" }, " \u2197");
  return make("a", attributes, text, arrow, make("span", { class: "unseen" }, " " + words.new_tab));
}

function sourceCard(source, referred) {
  const about = [source.publisher || words.no_publisher, source.date || words.undated];
  const heading = make("summary", {},
    make("span", { class: "number" }, `[${source.marker}]`), " ",
    make("span", { class: "title" }, source.title),
    make("span", { class: "about" }, about.join(" · ")));
  const quote = make("mark", { tabindex: "-1" }, source.quote);
  const links = make("p", { class: "links" }, link(words.open_document, source.document));
  if (source.original) links.append(link(words.open_original, source.original));
  if (referred) { // a marker leads here
    const back = make("button", { type: "button" }, words.back_to_answer);
    back.addEventListener("click", () => opened?.focus());
    links.append(back);
  }
  return make("details", { "data-marker": source.marker }, heading,
    make("blockquote", { lang: source.language }, source.before, quote, source.after), links);
}

function show(turn) {
  const section = make("section", { "aria-label": words.sources });
  if (!turn) {
    section.append(make("h2", {}, words.sources), make("p", { class: "hint" }, words.sources_hint));
  } else {
    const found = turn.status === "answered";
    section.append(make("h2", {}, found ? words.sources : words.nearest));
    section.append(make("p", { class: "hint" }, words.for_question, " ", make("q", {}, turn.question)));
    const hint = found ? turn.assurance : turn.sources.length ? words.nearest_hint : words.nothing_near;
    section.append(make("p", { class: "hint" }, hint));
    const referred = turn.parts.filter((part) => part.kind === "marker").map((part) => part.marker);
    const cards = turn.sources.map((source) => sourceCard(source, referred.includes(source.marker)));
    if (!found && cards.length) cards[0].open = true; // there is no answer to read first
    section.append(...cards);
  }
  section.turn = turn;
  element.replaceChildren(section);
}

function open(turn, marker, button) {
  if (element.firstElementChild?.turn !== turn) show(turn);
  opened = button;
  for (const card of element.querySelectorAll("details")) {
    card.open = card.dataset.marker === String(marker);
    if (!card.open) continue;
    const quote = card.querySelector("mark");
    quote.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" }); // with title and date, if there is room for the quote too
    quote.scrollIntoView({ block: "nearest" });
  }
}

function markerButton(turn, part) {
  const source = turn.sources.find((one) => one.marker === part.marker);
  const label = words.marker.replace("{marker}", part.marker).replace("{title}", () => source?.title ?? "");
  const attributes = { type: "button", class: "marker", "aria-label": label, title: source?.title ?? "" };
  const button = make("button", attributes, part.text);
  button.addEventListener("click", () => open(turn, part.marker, button));
  return button;
}

// A button that asks a question by itself, as if none had been asked before.
function askButton(kind, text, question) {
  const button = make("button", { type: "button", class: kind }, text);
  button.addEventListener("click", () => trigger("submit", { question }));
  return button;
}

function leftOut(turn) {
  const summary = make("summary", {}, words.left_out.replace("{count}", turn.dropped.length));
  const lines = turn.dropped.map((one) => make("li", {}, one.text, " ", make("em", {}, `(${one.reason})`)));
  return make("details", { class: "dropped" }, summary, make("ul", {}, ...lines));
}

function shownPart(turn, part) {
  switch (part.kind) {
    case "marker": return markerButton(turn, part);
    case "choice": return askButton("choice", part.text, part.text);
    case "again": return askButton("again", words.ask_alone, turn.question);
    case "dropped": return leftOut(turn);
    case "key": return make("strong", { class: "key" }, part.text);
    default: return make("span", { class: part.kind }, part.text);
  }
}

// Puts buttons for the markers into the answers that stand complete on the page.
function decorate() {
  const answers = document.querySelectorAll("#conversation [data-testid=bot] .message-content > span");
  answers.forEach((answer, place) => {
    const turn = turns[place];
    const done = answer.querySelector(".parts");
    if (!turn || done || answer.textContent !== turn.text) return;
    answer.replaceChildren(
      make("span", { class: "parts" }, ...turn.parts.map((part) => shownPart(turn, part))));
  });
}

// Scrolls the conversation to the last question, so that its answer is read from the beginning.
function showQuestion() {
  const asked = [...document.querySelectorAll("#conversation .user-row")].at(-1);
  asked?.scrollIntoView({ block: "start" });
}

function received() {
  const turn = props.value;
  if (!turn || turn.turn < 0) {
    turns.length = 0;
    show(null);
    return;
  }
  turns[turn.turn] = turn;
  show(turn);
  decorate();
  showQuestion();
  // Gradio lets the focus drop to the body; on a touch screen focus would raise the keyboard
  const lost = document.activeElement === document.body;
  if (lost && matchMedia("(pointer: fine)").matches) {
    document.querySelector("#question textarea, #question input")?.focus();
  }
}

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  setTimeout(() => { // a frame would never come in a tab that is not looked at
    waiting = false;
    decorate();
  });
}).observe(document.body, { childList: true, subtree: true, characterData: true });

watch("value", received);
show(null);
