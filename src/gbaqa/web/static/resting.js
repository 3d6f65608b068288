// Before Gradio's script: the clock of its loading sign asks for frame after frame, and goes on for
// ever when the sign is taken away (seen in 6.31); without this a page at rest draws all the time.
(() => {
  const ask = window.requestAnimationFrame.bind(window);
  const clock = /performance\.now\(\)\s*-[^;]*\b1e3\b/;
  const gone = () => !document.querySelector("[data-testid='status-tracker']");
  window.requestAnimationFrame = (callback) => (clock.test(callback) && gone() ? 0 : ask(callback));
})();
