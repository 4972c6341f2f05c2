// How far the work on the documents is, while one looks.
"use strict";

(async () => {
  const panel = document.querySelector("[data-progress]"), told = panel.querySelector("[data-told]");
  const untouched = () => !document.querySelector("#several :checked:not(option)") && !document.querySelector("#f-reason")?.value;
  let waiting = Number(panel.dataset.waiting);
  if (!waiting) return;
  while (waiting) {
    const now = await ask("GET", `${panel.dataset.progress}?wait=2`);
    waiting = now.waiting;
    told.textContent = told.dataset.waits.replace("{waiting}", now.waiting).replace("{done}", now.done);
  }
  if (untouched()) location.reload();
  else told.textContent = told.dataset.ends;
})();
