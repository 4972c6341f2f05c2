// The register form: alike applications while one types, and the rule of the chosen channel. The form needs neither.
"use strict";

(() => {
  const form = document.querySelector("[data-register]");
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!form) return;

  const compared = ["applicant.identity_number", "applicant.contact.phone", "applicant.contact.email", "applicant.contact.address", "description"];
  const beside = form.querySelector("[data-alike]");
  let waiting = 0;
  let asked = "";
  let asking = null;

  /** Only what is compared is sent, and only when it has changed. */
  async function look() {
    const said = new URLSearchParams({ csrf });
    for (const name of compared) said.set(name, form.elements[name].value);
    if (said.toString() === asked) return;
    asked = said.toString();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch("/register/alike", { method: "POST", body: said, signal: asking.signal, headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) beside.innerHTML = await answer.text();
    } catch (lost) {
      if (lost.name !== "AbortError") asked = ""; // away for a moment: the next letter asks again
    }
  }

  form.addEventListener("input", (event) => {
    if (!compared.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });

  if (compared.some((name) => form.elements[name].value)) look();

  const channel = form.elements.channel;
  function choose() {
    for (const effect of form.querySelectorAll("[data-effect]")) {
      effect.classList.toggle("chosen", effect.dataset.effect === channel.value);
      effect.hidden = effect.dataset.effect !== channel.value;
    }
  }
  channel.addEventListener("change", choose);
  choose();
})();
