// Adding a row, or choosing a kind, without leaving the page: the server writes the fields, the page takes them in.
"use strict";

/** Ask for the form again as it is filled in now, with one more row or the fields of the kind chosen. */
async function renew(form, more) {
  const sent = new URLSearchParams(new FormData(form));
  sent.set("more", more);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fields = page.querySelector("[data-fields]");
  if (!fields) { location.reload(); return; }
  form.querySelector("[data-fields]").replaceWith(document.adoptNode(fields));
  (fields.querySelector("[data-focus]") ?? document.getElementById(`f-${more}`))?.focus();
}

document.documentElement.classList.add("scripted");
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=more]");
  if (!button) return;
  event.preventDefault();
  renew(button.form, button.value);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-more]")) renew(event.target.form, event.target.dataset.more);
});
