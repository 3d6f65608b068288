// Runs once in the line below the question box: says that the assistant is loading, until it is
// there. It asks /readyz and not Gradio's queue: a question that is asked just when an event of
// the queue ends can lose its answer with that event's stream.
const { words } = props;
const PAUSE = 1000; // milliseconds; loading takes up to 15 seconds

async function look() {
  const { status, detail } = await (await fetch("readyz")).json();
  const texts = { ready: "", loading: words.warming, failed: `${words.failed} ${detail}` };
  element.querySelector("p").textContent = texts[status];
  if (status === "loading") later();
}

function later() {
  setTimeout(() => look().catch(later), PAUSE);
}

look().catch(later);
