// Makes elements. Every text becomes a text node: nothing that a document says is read as markup.

export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
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
