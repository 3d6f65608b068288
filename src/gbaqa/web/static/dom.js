// Makes elements. Every text becomes a text node: nothing that a document says is read as markup.

export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  const given = children.flat().filter((child) => child !== null && child !== undefined);
  made.append(...given.flatMap((child) => (child instanceof Node ? [child] : shown(String(child)))));
  return made;
}

// Signs that a reader does not see, or that turn a text round; gbaqa/text/hidden.py says which and why.
const HIDDEN = /\u{1f3f4}[\u{e0061}-\u{e007a}]{4,5}\u{e007f}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\u2028\u2029\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]|(?<=[\s0-9A-Za-z\u00c0-\u024f\u3400-\u9fff])[\u200c\u200d]|(?<=[\sA-Za-z\u00c0-\u024f\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

// A text with an element around each such sign, which names it; what is copied is the text itself.
export function shown(text) {
  const parts = [];
  let done = 0;
  for (const { 0: sign, index } of text.matchAll(HIDDEN)) {
    if (sign.length > 2) continue; // a flag, which is seen
    const named = document.createElement("span");
    named.className = "sign";
    named.dataset.sign = `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    named.append(sign);
    parts.push(text.slice(done, index), named);
    done = index + sign.length;
  }
  return [...parts, text.slice(done)];
}

export function button(label, attributes, pressed) {
  const made = make("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", (event) => pressed(event, made));
  return made;
}

export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

// A link that leaves the page open: an arrow for the eye, words for the ear.
export function outward(text, href, newTab) {
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" },
    text, make("span", { "aria-hidden": "true" }, "\u00a0\u2197"), unseen(` ${newTab}`));
}

export function oneLine(text) {
  return text.split(/\s+/).filter(Boolean).join(" ");
}
