// Before Gradio's script: its few built-in words in the page's language, which it takes from the browser.
(() => {
  const ours = { en: "en", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN", pt: "pt" }[document.documentElement.lang];
  if (!ours) return;
  Object.defineProperty(navigator, "language", { get: () => ours });
  Object.defineProperty(navigator, "languages", { get: () => [ours] });
})();
