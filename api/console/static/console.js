// What every page gains from scripts; none needs them. No inline code anywhere: see the Content-Security-Policy.
"use strict";

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

/** Ask the API as the signed-in person. Answers with JSON; a refusal throws its problem document (RFC 9457). */
async function ask(method, address, body) {
  const answer = await fetch(address, {
    method,
    headers: { "X-CSRF-Token": csrf, Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  if (!answer.ok) throw told ?? { title: answer.statusText, detail: answer.statusText, code: "internal_error" };
  return told;
}

/** What a problem document says in the language of the page. */
function sentenceOf(problem) {
  return document.documentElement.lang.startsWith("zh") ? problem.title : problem.detail;
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-focus]")?.focus();
});

// A second click on a button that already sends is no second request.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
