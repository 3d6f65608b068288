// The conversation: asks, shows, stops, edits, asks again. Started once by Gradio's page.
import { actionsRow, feedbackRow } from "./actions.js";
import { announcement, answerParts, printedSources } from "./answer.js";
import { ask, Problem, suggestions, whenReady } from "./asking.js";
import { button, make, oneLine, unseen } from "./dom.js";
import { frame, says } from "./frame.js";
import { convertSwitch, placeSources, showSources } from "./sources.js";
import { watchTips } from "./tips.js";
import { corpus, examples, feedback, language, most, say } from "./words.js";

const READ = 8; // earlier turns that a follow-up may refer to
const LONGEST = 1000; // characters of an earlier question or answer: eight of both fit a request
const turns = [];
let page; // the elements of frame.js
let running = null; // {controller, turn} of the question in work
let edited = null; // the turn that is being edited
let simplify = false; // shows Traditional quotes in Simplified Chinese

export function start(element) {
  keepLanguage();
  page = frame(element, { submitted, stopped: () => running?.controller.abort(), begin, cancelEdit });
  placeSources(page.room);
  watchTips(element);
  showEmpty();
  tellReady();
  addEventListener("hashchange", askedByAddress);
  askedByAddress();
}

// Gradio names the language as its own locale files do.
function keepLanguage() {
  const root = document.documentElement;
  const keep = () => { if (root.lang !== language) root.lang = language; };
  keep();
  new MutationObserver(keep).observe(root, { attributeFilter: ["lang"] });
}

function askedByAddress() {
  const question = new URLSearchParams(location.hash.slice(1)).get("q");
  if (question?.trim()) void askNow(question);
}

async function tellReady() {
  const known = corpus ?? await whenReady((status, detail) => {
    page.ready.textContent = status === "ready" ? "" : status === "failed" ? `${say("error_failed")} ${detail}` : say("loading");
  });
  if (known) page.standing.textContent = says(known);
}

function showEmpty() {
  const offers = examples.map((example) => button(example, { class: "choice" }, () => askNow(example)));
  page.conversation.replaceChildren(make("div", { class: "empty" },
    make("h2", {}, say("examples_title")), make("div", { class: "choices" }, offers)));
}

function begin() {
  running?.controller.abort();
  turns.length = 0;
  cancelEdit();
  showSources(null);
  showEmpty();
  page.question.value = "";
  page.question.focus();
}

function submitted() {
  const text = page.question.value;
  const length = [...oneLine(text)].length;
  if (!length || running) return;
  if (length > most) {
    page.complain(say("error_too_long", { count: length, most }));
    return;
  }
  const from = edited ? turns.indexOf(edited) : -1;
  if (from >= 0) dropFrom(from);
  cancelEdit();
  page.question.value = "";
  void askNow(text);
}

function dropFrom(place) {
  for (const turn of turns.splice(place)) turn.article.remove();
}

function cancelEdit() {
  edited = null;
  page.editing.hidden = true;
  page.complain("");
}

function edit(turn) {
  running?.controller.abort();
  edited = turn;
  page.question.value = turn.question;
  page.editing.hidden = false;
  page.fit();
  page.question.focus();
}

// Earlier turns as the server reads them: from the last question that was asked by itself.
function historyBefore(place) {
  const earlier = turns.slice(0, place).filter((turn) => turn.answer);
  const since = earlier.findLastIndex((turn) => turn.alone);
  return earlier.slice(Math.max(since, 0)).slice(-READ).map((turn) => ({
    question: [...turn.question].slice(0, LONGEST).join(""),
    answer: [...turn.answer.sentences.map((one) => one.text).join(" ")].slice(0, LONGEST).join(""),
  }));
}

async function askNow(question, alone = false) {
  if (running) running.controller.abort();
  const turn = { question: oneLine(question), alone: alone && turns.length > 0 };
  turn.article = make("article", { class: "turn" });
  turn.asked = make("span", {}, turn.question);
  turn.answerBox = make("div", { class: "answer", "data-testid": "bot", "data-state": "waiting" });
  turn.article.append(
    make("div", { class: "asked" },
      make("h2", { "data-testid": "user" }, unseen(`${say("you")}: `), turn.asked),
      button(say("edit"), { class: "quiet" }, () => edit(turn))),
    turn.answerBox);
  if (!turns.length) page.conversation.replaceChildren();
  turns.push(turn);
  const answered = work(turn); // the question is on its way before anything is laid out
  page.conversation.append(turn.article);
  page.fit();
  turn.article.scrollIntoView({ block: "start", behavior: "instant" });
  await answered;
}

async function work(turn) {
  const controller = new AbortController();
  const place = turns.indexOf(turn);
  running = { controller, turn };
  const body = { question: turn.question, history: historyBefore(place), follow: !turn.alone };
  const asking = ask(body, { signal: controller.signal, told: (state) => told(state) });
  page.busy(true);
  turn.answerBox.dataset.state = "waiting";
  const line = make("p", { class: "progress" }, say("searching"));
  turn.answerBox.replaceChildren(line);
  const told = ({ state, ahead }) => {
    line.textContent = state === "loading" ? say("loading") : state === "waiting" ? say("waiting_for_turn", { ahead }) : say("searching");
  };
  try {
    Object.assign(turn, await asking);
    turn.convertible = language === "zh-Hans" && turn.passages.some((one) => one.simplified);
    show(turn);
    showSources(turn);
    page.announce(announcement(turn));
    void offerNext(turn);
  } catch (problem) {
    showProblem(turn, problem);
  } finally {
    if (running?.controller === controller) {
      running = null;
      page.busy(false);
      focusBox(turn);
    }
  }
}

function againOf(turn) {
  return {
    retry: () => { dropLater(turn); void work(turn); },
    alone: () => { dropLater(turn); turn.alone = true; void work(turn); },
    ask: (question) => void askNow(question, true),
  };
}

function dropLater(turn) {
  dropFrom(turns.indexOf(turn) + 1);
  turn.answer = null;
}

function show(turn) {
  turn.simplify = simplify && turn.convertible;
  turn.switchScript = switchScript;
  turn.asked.lang = turn.answer.language;
  const found = turn.answer.status === "answered";
  const again = againOf(turn);
  turn.next ??= make("div", { class: "next" });
  const convert = turn.convertible ? convertSwitch(turn) : null;
  turn.answerBox.replaceChildren(
    make("div", { class: found ? "found" : "refused" }, ...answerParts(turn, again).filter(Boolean)),
    ...(convert ? [convert] : []),
    printedSources(turn),
    actionsRow(turn, turn.article, again, page.tell), ...(feedback ? [feedbackRow(turn, page.tell)] : []), turn.next);
  turn.answerBox.dataset.state = "done";
}

function switchScript() {
  const place = document.activeElement?.closest(".view, .turn");
  simplify = !simplify;
  for (const turn of turns) if (turn.answer && turn.convertible) show(turn);
  showSources(turns.findLast((turn) => turn.answer) ?? null);
  place?.querySelector(".convert")?.focus(); // the button that was pressed is another one now
}

async function offerNext(turn) {
  const asked = turns.map((one) => one.question);
  let questions = [];
  try {
    questions = await suggestions({ question: turn.answer.standalone_question, language: turn.answer.language, asked });
  } catch { /* an answer without offers is an answer */ }
  if (!questions.length || !turn.article.isConnected) return;
  const found = turn.answer.status === "answered";
  const offers = questions.map((question) => button(question, { class: "choice", lang: turn.answer.language }, () => askNow(question, true)));
  turn.next.replaceChildren(make("h3", {}, say(found ? "ask_next" : "ask_instead")), make("div", { class: "choices" }, offers));
}

const PROBLEMS = { network: "error_network", busy: "error_busy", failed: "error_failed", fault: "error_fault", loading: "loading" };

function showProblem(turn, problem) {
  const stopped = problem.name === "AbortError";
  if (!stopped && !(problem instanceof Problem)) console.error(problem);
  const known = problem instanceof Problem ? PROBLEMS[problem.kind] : "error_fault";
  const text = stopped ? say("stopped") : known ? say(known) : problem.message;
  turn.answerBox.dataset.state = stopped ? "stopped" : "failed";
  turn.answerBox.replaceChildren(make("div", { class: stopped ? "halted" : "problem" },
    stopped ? null : make("h3", {}, say("error_title")), make("p", {}, text),
    button(say("try_again"), { class: "second" }, againOf(turn).retry)));
  page.announce(text);
}

// The question box has the focus again, unless the reader has gone elsewhere meanwhile.
function focusBox(turn) {
  const at = document.activeElement;
  if (at === document.body || page.form.contains(at) || turn.article.contains(at) || !at?.isConnected) {
    page.question.focus({ preventScroll: true });
  }
}
