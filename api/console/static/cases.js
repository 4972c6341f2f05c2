// Uploads several files one after another, with what became of each; tells when the work on documents is done.
"use strict";

const chinese = document.documentElement.lang.startsWith("zh");

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const told = form.querySelector(".progress");
  const replaces = form.querySelector("input[name=replaces]")?.value;
  if (!replaces) input.multiple = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    let refused = true;
    try {
      refused = await sendAll(form.dataset.upload + (replaces ? `?replaces=${replaces}` : ""), [...input.files], told);
    } catch {
      told.textContent = chinese ? "网络中断，文件未能全部上传，请再次点击上传。" : "No connection: not everything was uploaded. Upload again.";
    }
    delete form.dataset.sent;
    if (!refused) location.assign(form.querySelector("input[name=back]").value.replace(/#.*/, ""));
  });
  for (const name of ["dragover", "dragleave", "drop"]) form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop") { input.files = event.dataTransfer.files; form.requestSubmit(); }
  });
}

/** Send files in order; says how far it is, and names those that were refused. True if any was. */
async function sendAll(address, files, told) {
  const refused = [];
  for (const [n, file] of files.entries()) {
    told.textContent = chinese ? `正在上传 ${n + 1}/${files.length}：${file.name}` : `Uploading ${n + 1}/${files.length}: ${file.name}`;
    const body = new FormData();
    body.append("file", file);
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRF-Token": csrf, "Idempotency-Key": keyOf(file) } });
    if (!answer.ok) refused.push(`${file.name}：${sentenceOf(await answer.json())}`);
  }
  told.textContent = refused.join("\n");
  return refused.length > 0;
}

const keys = new WeakMap();

/** The key of one file, 128 random bits: sent again, it is kept once. */
function keyOf(file) {
  if (!keys.has(file)) keys.set(file, [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  return keys.get(file);
}

for (const told of document.querySelectorAll("[data-work]")) {
  (async () => {
    let work = { waiting: 1 };
    while (work.waiting) work = await ask("GET", `/api/applications/${told.dataset.work}/document-work?wait=20`);
    told.textContent = chinese ? "文件处理已完成，请刷新页面查看。" : "The work on the documents is done; reload the page to see it.";
  })().catch((problem) => { told.textContent = sentenceOf(problem); });
}
