// The sources of one answer: beside it on a wide screen, in a sheet from below on a narrow one.
import { button, make, oneLine, outward } from "./dom.js";
import { dateOf, local, pageOf, publisherOf, say } from "./words.js";

const NARROW = matchMedia("(max-width: 60rem)");
const SHORT = 80; // characters of a quote that name it in the list

export const aside = make("section", { id: "sources", "aria-label": say("sources_title") });
const sheet = make("dialog", { id: "sheet", "aria-label": say("sources_title") });
const view = make("div", { class: "view" });
let shownTurn = null;
let opener = null; // the marker whose source is open

export function placeSources(room) {
  room.append(aside, sheet);
  aside.append(view);
  sheet.addEventListener("close", () => {
    aside.append(view);
    opener?.focus({ preventScroll: true });
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close(); // beside it
  });
  NARROW.addEventListener("change", () => sheet.open && sheet.close());
  showSources(null);
}

function pieces(turn, place) {
  const passage = turn.passages[place];
  return (turn.simplify && passage.simplified) || passage.pieces;
}

function quoteBlock(turn, place) {
  const passage = turn.passages[place];
  const { before, opening, key, closing, after } = pieces(turn, place);
  const mark = make("mark", { tabindex: "-1" }, opening, key ? make("strong", {}, key) : null, closing);
  const lang = turn.simplify && passage.simplified ? "zh-Hans" : passage.language;
  return make("blockquote", { lang }, before, mark, after);
}

function quoteCard(turn, citation, place) {
  const passage = turn.passages[place];
  const name = oneLine(citation.quote);
  const short = name.length > SHORT ? `${name.slice(0, SHORT)}…` : name;
  const links = [outward(say("open_document"), `${local(passage.document)}#quote`, say("new_tab"))];
  if (passage.original) links.push(outward(say("open_original"), passage.original, say("new_tab")));
  const back = button(say("back_to_answer"), { class: "back" }, () => (sheet.open ? sheet.close() : opener?.focus()));
  return make("details", { "data-marker": citation.marker },
    make("summary", {}, make("span", { class: "number" }, `[${citation.marker}]`), " ",
      make("span", { class: "short", lang: passage.language }, short)),
    citation.page ? make("p", { class: "about" }, pageOf(citation)) : null,
    passage.headings.length ? make("p", { class: "headings", lang: passage.language }, passage.headings.join(" › ")) : null,
    quoteBlock(turn, place),
    turn.simplify && passage.simplified ? make("p", { class: "hint" }, say("converted")) : null,
    make("p", { class: "links" }, ...links, back));
}

// The citations of one document stand together, in the order of their markers.
function documentsOf(citations) {
  const groups = new Map();
  citations.forEach((citation, place) => {
    if (!groups.has(citation.doc_id)) groups.set(citation.doc_id, []);
    groups.get(citation.doc_id).push([citation, place]);
  });
  return [...groups.values()];
}

function documentCard(turn, cited) {
  const [first, place] = cited[0];
  return make("section", { class: "document" },
    make("h3", { lang: turn.passages[place].language }, first.title),
    make("p", { class: "about" },
      make("span", { class: "publisher" }, publisherOf(first)), " · ", make("span", { class: "date" }, dateOf(first))),
    cited.map(([citation, at]) => quoteCard(turn, citation, at)));
}

export function citationsOf(turn) {
  return turn.answer.status === "answered" ? turn.answer.citations : turn.answer.nearest;
}

export function showSources(turn) {
  shownTurn = turn;
  if (!turn) {
    view.replaceChildren(make("div", { class: "bar" }, make("h2", {}, say("sources_title"))),
      make("p", { class: "hint" }, say("sources_hint")));
    return;
  }
  const found = turn.answer.status === "answered";
  const bar = make("div", { class: "bar" }, make("h2", {}, say(found ? "sources_title" : "nearest_title")),
    button(say("close"), { class: "close" }, () => sheet.close()));
  const cards = documentsOf(citationsOf(turn)).map((cited) => documentCard(turn, cited));
  const simplifying = turn.convertible ? [convertSwitch(turn)] : [];
  view.replaceChildren(bar, make("p", { class: "hint of", lang: turn.answer.language }, turn.question), ...simplifying, ...cards);
}

// Shows Traditional quotes in Simplified Chinese, or as they stand.
export function convertSwitch(turn) {
  const label = say(turn.simplify ? "convert_off" : "convert_on");
  return button(label, { class: "quiet convert" }, () => turn.switchScript());
}

// Opens the source of a marker at its quote; nothing is asked of the server.
export function openSource(turn, marker, from) {
  if (shownTurn !== turn) showSources(turn);
  opener = from;
  if (NARROW.matches && !sheet.open) {
    sheet.append(view);
    sheet.showModal();
  }
  for (const card of view.querySelectorAll("details")) card.open = card.dataset.marker === String(marker);
  const opened = view.querySelector("details[open]");
  const mark = opened?.querySelector("mark");
  if (!mark) return;
  mark.focus({ preventScroll: true });
  const frame = sheet.open ? sheet : aside;
  const inside = (element) => element.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
  const bar = view.querySelector(".bar").offsetHeight; // stands above whatever is scrolled to
  const room = frame.clientHeight - bar;
  const top = inside(opened.closest(".document"));
  const end = inside(mark) + mark.offsetHeight;
  // with its title and date, where there is room for the quote too
  frame.scrollTop = (end - top < room ? top : inside(mark) - room / 4) - bar;
  if (!sheet.open) aside.scrollIntoView({ block: "nearest" });
}
