"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const NO_FAILURE = "no failure";
  const ANY_FAILURE = "any failure";
  const CHOICES = ["failure", "language", "type"].filter((name) => form.elements[name]);
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll(".entries")];
  const entries = [...document.querySelectorAll(".entry")];
  const texts = new Map(); // the text of an entry as it is searched, made when first needed

  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const textOf = (entry) => {
    if (!texts.has(entry)) texts.set(entry, folded(entry.textContent));
    return texts.get(entry);
  };
  const fits = (entry, name, wanted) => {
    const value = entry.dataset[name];
    if (name === "failure" && wanted === ANY_FAILURE) return value !== NO_FAILURE;
    return !wanted || value === wanted;
  };

  const tell = () => {
    count.textContent = "Shown: " + groups.map((group) => {
      const all = group.querySelectorAll(".entry").length;
      const hidden = group.querySelectorAll(".entry[hidden]").length;
      return `${all - hidden} of ${all} ${group.dataset.name}`;
    }).join(", ");
  };
  const keep = () => {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) state.set(name, value);
    const hash = state.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };
  const filter = () => {
    const text = folded(form.elements.text.value);
    for (const entry of entries) {
      entry.hidden = !CHOICES.every((name) => fits(entry, name, form.elements[name].value))
        || (text !== "" && !textOf(entry).includes(text));
    }
    tell();
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) {
      const state = new URLSearchParams(hash);
      form.elements.text.value = state.get("text") || "";
      for (const name of CHOICES) {
        const select = form.elements[name];
        select.value = state.get(name) || "";
        if (select.selectedIndex < 0) select.selectedIndex = 0; // a value of another report
      }
    } else if (hash) {
      const entry = document.getElementById(hash);
      if (entry && entry.matches(".entry")) entry.open = true;
    }
    filter();
  };

  const failure = form.elements.failure;
  failure.options[0].after(new Option(ANY_FAILURE, ANY_FAILURE));
  let typing = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { filter(); keep(); });
  form.elements.text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { filter(); keep(); }, 150);
  });
  form.addEventListener("reset", () => setTimeout(() => { filter(); keep(); }));
  document.getElementById("open").addEventListener("click", () => {
    for (const entry of entries) if (!entry.hidden) entry.open = true;
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const entry of entries) entry.open = false;
  });

  const opened = [];
  window.addEventListener("beforeprint", () => {
    for (const entry of entries) if (!entry.hidden && !entry.open) { entry.open = true; opened.push(entry); }
  });
  window.addEventListener("afterprint", () => {
    for (const entry of opened.splice(0)) entry.open = false;
  });
  window.addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
})();
