// What a reader can do with an answer: copy, print, save, share, and say whether it helped.
import { sendFeedback } from "./asking.js";
import { asText } from "./answer.js";
import { button, make } from "./dom.js";
import { citationsOf } from "./sources.js";
import { local, say } from "./words.js";

const REASONS = ["wrong", "not-asked", "incomplete", "outdated", "hard-to-read", "other"];
const LONGEST_COMMENT = 300;

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or a page without TLS
    const box = make("textarea", { class: "unseen" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("the clipboard is closed");
  }
}

function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export const shareAddress = (turn) =>
  `${local("./")}#q=${encodeURIComponent(turn.answer.standalone_question)}`;

function printOnly(article) {
  article.classList.add("printing");
  addEventListener("afterprint", () => article.classList.remove("printing"), { once: true });
  print();
}

function copying(label, text, done, tell) {
  return button(label, { class: "quiet" }, async (_, pressed) => {
    try {
      await toClipboard(text());
      tell(done);
    } catch {
      tell(say("copy_failed"));
    }
    pressed.focus();
  });
}

export function actionsRow(turn, article, again, tell) {
  const name = `gbaqa-${turn.answer.sha256.slice(0, 8)}`;
  return make("div", { class: "actions", role: "group", "aria-label": say("more_actions") },
    copying(say("copy"), () => asText(turn), say("copied"), tell),
    copying(say("share"), () => shareAddress(turn), say("shared"), tell),
    button(say("print"), { class: "quiet" }, () => printOnly(article)),
    button(say("export_markdown"), { class: "quiet" }, () => save(turn.markdown, `${name}.md`, "text/markdown")),
    button(say("export_json"), { class: "quiet" }, () => save(`${turn.json}\n`, `${name}.json`, "application/json")),
    button(say("retry"), { class: "quiet" }, again.retry));
}

export function feedbackRow(turn, tell) {
  const row = make("div", { class: "feedback", role: "group", "aria-label": say("feedback_question") });
  const more = make("form", { class: "reasons", hidden: true });
  let sent = null; // the verdict that the server has
  const body = (verdict, reason = null, comment = "") => ({
    verdict, reason, comment,
    answer: turn.answer.sha256,
    status: turn.answer.status,
    language: turn.answer.language,
    generation: turn.answer.index.generation,
    documents: [...new Set(citationsOf(turn).map((one) => one.doc_id))].slice(0, 10),
    replaces: sent,
  });
  const give = async (...what) => {
    try {
      await sendFeedback(body(...what));
      sent = what[0];
      tell(say("feedback_thanks"));
      return true;
    } catch (problem) {
      tell(say("feedback_failed"));
      return false;
    }
  };
  const thumb = (verdict, label) =>
    button(label, { class: "quiet thumb", "aria-pressed": "false", "data-verdict": verdict }, async (_, pressed) => {
      if (sent === verdict || !(await give(verdict))) return;
      for (const one of row.querySelectorAll(".thumb")) one.setAttribute("aria-pressed", String(one === pressed));
      more.hidden = verdict !== "down";
    });
  fillReasons(more, async (reason, comment) => {
    if (await give("down", reason, comment)) more.hidden = true;
  });
  row.append(make("span", { class: "hint" }, say("feedback_question")),
    thumb("up", say("feedback_up")), thumb("down", say("feedback_down")), more);
  return row;
}

function fillReasons(form, send) {
  const choices = REASONS.map((reason) => make("label", { class: "reason-choice" },
    make("input", { type: "radio", name: "reason", value: reason }), say(`feedback_reason_${reason.replaceAll("-", "_")}`)));
  const comment = make("textarea", { name: "comment", rows: 2, maxlength: LONGEST_COMMENT });
  form.append(make("fieldset", {}, make("legend", {}, say("feedback_reason")), choices),
    make("label", {}, say("feedback_comment"), make("span", { class: "hint" }, say("feedback_comment_hint")), comment),
    make("button", { type: "submit", class: "second" }, say("feedback_send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    send(given.get("reason"), given.get("comment") ?? "");
  });
}
