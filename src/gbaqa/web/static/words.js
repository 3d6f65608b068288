// The words of the page in the reader's language, and what else the server gave with it.
const given = JSON.parse(document.getElementById("given").textContent);

export const language = given.language;
export const languages = given.languages;
export const examples = given.examples;
export const most = given.most; // characters of a question
export const feedback = given.feedback; // whether the server takes it
export const corpus = given.corpus; // null while the server is loading

// A text with its {fields} filled in.
export function say(name, fields = {}) {
  const text = given.words[name];
  if (text === undefined) throw new Error(`no text is called ${name}`);
  return text.replace(/\{(\w+)\}/g, (whole, field) => (field in fields ? String(fields[field]) : whole));
}

// What documents themselves say of where and when, or that they do not say it.
export const publisherOf = (citation) => citation.publisher || say("no_publisher");
// A document that has pages is cited with the page; "" for others.
export const pageOf = (citation) => (citation.page ? say("cited_page", { page: citation.page }) : "");
export const dateOf = (citation) => citation.date || say("undated");
export const whenAndWhere = (citation) => [dateOf(citation), pageOf(citation)].filter(Boolean).join(", ");

// An address of this app. A language that was chosen goes along; one that the browser merely
// prefers does not, so that a link that is passed on opens in its reader's own.
export function local(path) {
  const address = new URL(path, document.baseURI);
  if (new URLSearchParams(location.search).has("lang")) address.searchParams.set("lang", language);
  return address.href;
}
