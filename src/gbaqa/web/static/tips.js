// One small label beside whatever has `data-tip`: on hover and on focus, gone with Escape.
import { make, shown } from "./dom.js";

const GAP = 8; // pixels
const tip = make("div", { id: "tip", role: "tooltip", hidden: true });
let owner = null;
let leaving = 0;

function show(element) {
  clearTimeout(leaving);
  if (owner === element) return;
  hide();
  owner = element;
  tip.replaceChildren(...shown(element.dataset.tip));
  tip.hidden = false;
  element.setAttribute("aria-describedby", "tip");
  const [at, size] = [element.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.min(Math.max(GAP, at.left), document.documentElement.clientWidth - size.width - GAP);
  const above = at.top - size.height - GAP;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 0 ? above : at.bottom + GAP}px`;
}

function hide() {
  owner?.removeAttribute("aria-describedby");
  owner = null;
  tip.hidden = true;
}

export function watchTips(element) {
  element.append(tip);
  const of = (event) => event.target.closest?.("[data-tip]");
  document.addEventListener("mouseover", (event) => {
    if (of(event)) show(of(event));
    else if (tip.contains(event.target)) clearTimeout(leaving); // it can be hovered itself
    else if (owner && owner !== document.activeElement) leaving = setTimeout(hide, 200);
  });
  document.addEventListener("focusin", (event) => (of(event)?.matches(":focus-visible") ? show(of(event)) : hide()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) hide();
  });
  document.addEventListener("click", () => hide());
  document.addEventListener("scroll", () => hide(), { passive: true, capture: true });
}
