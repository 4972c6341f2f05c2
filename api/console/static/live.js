// New notices as they come: the number in the head of the page, and where notices are listed, the notice itself.
"use strict";

(() => {
  const bell = document.querySelector("[data-bell]");
  if (!bell || !("EventSource" in window)) return;
  const chinese = document.documentElement.lang.startsWith("zh");
  const most = 99;
  let open = Number(bell.dataset.bell);
  let newest = bell.dataset.newest;
  let stream = null;

  /** A moment as the pages write it, on the clocks of the agency. */
  function moment(at) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return new Intl.DateTimeFormat("sv-SE", { ...parts, timeZone: bell.dataset.zone }).format(new Date(at));
  }

  function count() {
    const shown = bell.querySelector("[data-count]");
    shown.textContent = open > most ? `${most}+` : String(open);
    shown.parentElement.hidden = open === 0;
  }

  /** Put a notice on top of the list of this page, made from its own pattern. */
  function insert(notice) {
    const list = document.querySelector("[data-notices]");
    const pattern = document.querySelector("#notice-pattern");
    if (!list || !pattern || list.querySelector(`[data-notice="${CSS.escape(notice.id)}"]`)) return;
    const entry = pattern.content.firstElementChild.cloneNode(true);
    entry.dataset.notice = notice.id;
    entry.querySelector("[data-title]").textContent = chinese ? notice.title : notice.title_en;
    entry.querySelector("[data-text]").textContent = chinese ? notice.text : notice.text_en;
    entry.querySelector("[data-at]").textContent = moment(notice.intended_at);
    entry.querySelector("input[name=id]").value = notice.id;
    const link = entry.querySelector("a[data-title]");
    if (notice.case_id) link.href = `/cases/${notice.case_id}`;
    list.prepend(entry);
    document.querySelector("[data-no-notices]")?.setAttribute("hidden", "");
  }

  function heard(event) {
    const notice = JSON.parse(event.data);
    newest = event.lastEventId;
    if (notice.acknowledged_at || notice.settled_at) return;
    open += 1;
    count();
    document.querySelector("[data-news]").textContent = chinese ? notice.title : notice.title_en;
    insert(notice);
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`/api/notices/stream?after=${encodeURIComponent(newest)}`);
    stream.addEventListener("notice", heard);
    stream.addEventListener("error", () => {
      if (stream?.readyState === EventSource.CLOSED) rest(); // signed out, or refused: the next page will tell
    });
  }

  function rest() {
    stream?.close();
    stream = null;
  }

  // A browser keeps few connections to one place: only the page that is looked at listens.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
})();
