// Shows an answer object: sentences with markers, notices, or why the documents do not say.
import { button, make, oneLine } from "./dom.js";
import { citationsOf, openSource } from "./sources.js";
import { language, publisherOf, say, whenAndWhere } from "./words.js";

const MARKER = /\[(\d{1,4})\]/g;
const NOTICES = new Set(["conflict", "superseded", "older-than", "undated", "stated-as-is"]);

export function marker(turn, number) {
  const citation = citationsOf(turn).find((one) => one.marker === number);
  if (!citation) return `[${number}]`;
  const fields = { marker: number, title: citation.title, publisher: publisherOf(citation), date: whenAndWhere(citation) };
  const attributes = {
    class: "marker",
    "aria-label": say("marker_label", fields),
    "data-tip": `${citation.title}\n${publisherOf(citation)} · ${whenAndWhere(citation)}`,
    "data-marker": number,
    lang: language, // whatever stands around it
  };
  return button(`[${number}]`, attributes, (_, pressed) => openSource(turn, number, pressed));
}

const markers = (turn, numbers) => numbers.flatMap((number) => [" ", marker(turn, number)]);

// A text in which the markers that it names lead to their sources, then the other markers.
function linked(turn, text, numbers) {
  const children = [];
  const named = new Set();
  let done = 0;
  for (const found of text.matchAll(MARKER)) {
    const number = Number(found[1]);
    if (!numbers.includes(number)) continue;
    children.push(text.slice(done, found.index), marker(turn, number));
    named.add(number);
    done = found.index + found[0].length;
  }
  return [...children, text.slice(done), ...markers(turn, numbers.filter((number) => !named.has(number)))];
}

// A quoted sentence, the words that answer in bold.
function quoted(turn, sentence) {
  const place = turn.answer.citations.findIndex(
    (one) => sentence.markers.includes(one.marker) && one.quote === sentence.text);
  if (place < 0) return make("p", { class: "sentence" }, oneLine(sentence.text), ...markers(turn, sentence.markers));
  const passage = turn.passages[place];
  const { opening, key, closing } = (turn.simplify && passage.simplified) || passage.pieces;
  const text = make("span", { lang: turn.simplify && passage.simplified ? "zh-Hans" : passage.language },
    opening, key ? make("strong", { class: "key" }, key) : null, closing);
  return make("p", { class: "sentence" }, text, ...markers(turn, sentence.markers));
}

function noticeLine(turn, notice) {
  const kind = NOTICES.has(notice.kind) ? notice.kind : "other";
  // a brief's own note is in the brief's language
  const lang = kind === "stated-as-is" ? noteLanguage(turn, notice) : turn.answer.language;
  return make("li", { class: "notice", "data-kind": kind },
    make("strong", {}, say(`notice_${kind}`)), " ",
    make("span", { lang }, linked(turn, oneLine(notice.text), notice.markers)));
}

function noteLanguage(turn, notice) {
  const place = turn.answer.citations.findIndex((one) => notice.markers.includes(one.marker));
  return place >= 0 && /[\u4e00-\u9fff]/.test(notice.text) ? turn.passages[place].language : "en";
}

function written(turn) {
  const told = turn.answer.written;
  if (!told) return [];
  const dropped = (told.dropped ?? []).map((one) => make("li", {}, one.text, " ", make("em", {}, `(${one.reason})`)));
  const left = dropped.length
    ? [make("details", { class: "dropped" }, make("summary", {}, say("left_out", { count: dropped.length })), make("ul", {}, dropped))]
    : [];
  if (told.failed) return [make("p", { class: "hint" }, say("not_written"), " ", told.failed), ...left];
  const model = { model: told.model };
  if (!told.sentences.length) return [make("p", { class: "hint" }, say("written_nothing", model)), ...left];
  const lines = told.sentences.map((one) => make("p", { class: "sentence" }, oneLine(one.text), ...markers(turn, one.markers)));
  return [make("p", { class: "hint" }, say("written_by", model)), make("div", { class: "written" }, lines), ...left];
}

// What earlier turns gave to the question, each removable; what was searched besides.
function searchedLines(turn, again) {
  const { answer } = turn;
  const lines = [];
  const taken = answer.carried_over ?? [];
  if (turn.alone) lines.push(make("p", { class: "hint" }, say("asked_alone")));
  if (taken.length) {
    const words = taken.map(oneLine).join(", ");
    const chip = button(make("span", { lang: answer.language }, words), {
      class: "chip", "aria-label": say("remove_carried", { words }), "data-tip": say("ask_without"),
    }, again.alone);
    chip.append(make("span", { "aria-hidden": "true" }, " \u00d7"));
    lines.push(make("p", { class: "carried hint" }, say("taken_from_before"), " ", chip));
  } else if (oneLine(answer.standalone_question) !== oneLine(answer.question) && !answer.also_searched) {
    const asked = make("span", { lang: answer.language }, answer.standalone_question);
    const alone = button(say("ask_without"), { class: "chip" }, again.alone);
    lines.push(make("p", { class: "carried hint" }, say("asked_as", { question: "" }), " ", asked, " ", alone));
  }
  return lines;
}

function alsoSearched(answer) {
  if (!answer.also_searched) return [];
  const label = say(answer.language === "en" ? "searched" : "also_searched");
  return [make("p", { class: "hint searched" }, label, " ", make("span", { lang: "en" }, oneLine(answer.also_searched)))];
}

function assuranceLine(turn) {
  if (!turn.assurance) return [];
  const level = make("button", {
    type: "button", class: `assurance ${turn.assurance}`, "data-tip": say(`assurance_${turn.assurance}_means`),
  }, say(`assurance_${turn.assurance}`));
  level.addEventListener("click", (event) => event.stopPropagation()); // a tap shows what it means
  return [make("p", { class: "sure hint" }, say("assurance_label"), " ", level)];
}

function answered(turn, again) {
  const notices = turn.answer.notices.map((notice) => noticeLine(turn, notice));
  return [
    ...searchedLines(turn, again),
    ...written(turn),
    make("div", { class: "sentences" }, turn.answer.sentences.map((sentence) => quoted(turn, sentence))),
    turn.simplify ? make("p", { class: "hint" }, say("converted")) : null,
    notices.length ? make("ul", { class: "notices" }, notices) : null,
    ...assuranceLine(turn),
    ...alsoSearched(turn.answer),
  ];
}

function notFound(turn, again) {
  const { reason, nearest, language } = turn.answer;
  const choices = reason.choices.map((choice) =>
    button(oneLine(choice), { class: "choice", lang: language }, () => again.ask(choice)));
  const near = nearest.map((citation, place) => {
    const { pieces, simplified, language: lang } = turn.passages[place];
    const { opening, key, closing } = (turn.simplify && simplified) || pieces;
    return make("li", {},
      make("span", { lang: turn.simplify && simplified ? "zh-Hans" : lang }, oneLine(opening + key + closing)),
      " ", marker(turn, citation.marker),
      make("span", { class: "about" }, make("span", { lang }, citation.title), ` · ${whenAndWhere(citation)}`));
  });
  return [
    ...searchedLines(turn, again),
    make("h3", {}, say("not_found_title")),
    make("p", { class: "reason", lang: language }, linked(turn, oneLine(reason.text), reason.markers)),
    choices.length ? make("div", { class: "choices", role: "group", "aria-label": say("choose_meaning") },
      make("p", { class: "hint" }, say("choose_meaning")), choices) : null,
    near.length ? make("h4", {}, say("nearest_title")) : null,
    near.length ? make("ul", { class: "nearest" }, near) : null,
    ...alsoSearched(turn.answer),
  ];
}

export function answerParts(turn, again) {
  return turn.answer.status === "answered" ? answered(turn, again) : notFound(turn, again);
}

// What a screen reader is told, once, when the answer is there.
export function announcement(turn) {
  if (turn.answer.status !== "answered") return say("not_found_arrived", { count: turn.answer.nearest.length });
  const count = new Set(turn.answer.citations.map((one) => one.doc_id)).size;
  return count === 1 ? say("answer_arrived_one") : say("answer_arrived", { count });
}

// The list of sources that a print has below the answer.
export function printedSources(turn) {
  const lines = citationsOf(turn).map((one) =>
    make("li", {}, `[${one.marker}] ${one.title}, ${publisherOf(one)}, ${whenAndWhere(one)}${one.url ? ` ${one.url}` : ""}`));
  return make("div", { class: "printed" }, make("ul", {}, lines), make("p", {}, say("print_note")));
}

// The answer as clean text with numbered sources.
export function asText(turn) {
  const { answer } = turn;
  const marked = (one) => [oneLine(one.text), ...one.markers.filter((n) => !one.text.includes(`[${n}]`)).map((n) => `[${n}]`)].join(" ");
  const lines = answer.status === "answered"
    ? [...(answer.written?.sentences ?? []).map(marked), ...answer.sentences.map(marked),
      ...answer.notices.map((one) => `${say(NOTICES.has(one.kind) ? `notice_${one.kind}` : "notice_other")} ${marked(one)}`)]
    : [marked(answer.reason), ...answer.nearest.map((one) => `[${one.marker}] ${oneLine(one.quote)}`)];
  const sources = citationsOf(turn).map((one) =>
    [`[${one.marker}] ${one.title}`, publisherOf(one), whenAndWhere(one), ...(one.url ? [one.url] : [])].join(", "));
  return [...lines, "", ...sources].join("\n").trim();
}

