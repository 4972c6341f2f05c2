// Work on one page after the other: saved at once, turned without waiting, undone. Without scripts the forms do the same.
"use strict";

{
  const KEPT = 12; // pictures of pages beside the one that is shown
  const WAITS = [1000, 3000, 10000];
  const pages = new Map(); // address → the page, on its way or there
  const pictures = new Map(); // address → an image that is loaded, or being loaded
  const desk = () => document.getElementById("desk");
  const form = () => document.getElementById("work");
  const part = (name) => document.querySelector(`[data-script=${name}]`);
  let past = [], last = null, dirty = false, timer = 0, saving = null, tries = 0, given = "";

  /** The page has come, by loading or by turning. */
  function begin() {
    [past, dirty, tries, saving] = [[], false, 0, null];
    for (const image of desk().querySelectorAll("img[data-picture]")) keep(image.src, image);
    part("keys").hidden = false;
    if (!form()) return ahead();
    for (const one of desk().querySelectorAll("[data-script]")) one.hidden = false;
    form().querySelector("[data-plain]").hidden = true;
    boxes.attach(desk(), drawn);
    last = work();
    given = JSON.stringify(last.marks);
    fit();
    ahead();
  }

  // --- what is said of the page

  function work() {
    const fields = new FormData(form()), result = fields.get("result"), parts = !["withhold", "undetermined"].includes(result);
    const told = { result, reason: fields.get("reason").trim() || null, version: Number(desk().dataset.version) };
    return { ...told, grounds: parts ? [] : fields.getAll("grounds"), marks: parts ? boxes.marks() : [] };
  }

  function choose(result) {
    for (const one of form().querySelectorAll("[name=result]")) one.checked = one.value === result;
  }

  /** Grounds belong to a page that is held back, boxes to one that is given out. */
  function fit() {
    const held = ["withhold", "undetermined"].includes(new FormData(form()).get("result"));
    form().querySelector("[data-held-back]").hidden = !held;
    form().querySelector("[data-parts]").hidden = held;
    part("undo").disabled = past.length === 0;
  }

  function drawn() {
    const { result, marks } = work();
    if (marks.length && (result === null || result === "disclose")) choose("partial");
    changed();
  }

  function changed() {
    past = [...past.slice(-199), last];
    last = work();
    later();
  }

  function undo() {
    if (!past.length) return;
    last = past.pop();
    choose(last.result);
    form().elements.reason.value = last.reason ?? "";
    for (const one of form().querySelectorAll("[name=grounds]")) one.checked = last.grounds.includes(one.value);
    boxes.restore(last.marks);
    later();
  }

  // --- saved at once

  function say(state) {
    const told = document.getElementById("saved");
    told.hidden = false;
    told.className = `saved ${state}`;
    told.textContent = told.dataset[state];
  }

  function later(wait = 500) {
    dirty = true;
    say("unsaved");
    fit();
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  /** Save what is not saved; whether all of it is. */
  async function save() {
    clearTimeout(timer);
    while (saving) await saving;
    if (!dirty) return true;
    saving = put().finally(() => { saving = null; });
    return await saving && !dirty;
  }

  async function put() {
    const { page, pages: path } = desk().dataset, mine = work();
    if (mine.result === null) return say("choose"), false;
    say("saving");
    dirty = false;
    try {
      const now = await ask("PUT", `${path}/${page}`, mine);
      desk().dataset.version = form().elements.version.value = now.version;
      [tries, document.getElementById("refused").hidden] = [0, true];
      if (!dirty) say("saved");
    } catch (refused) {
      dirty = true;
      return failed(refused);
    }
    shown().catch(unlessAway);
    return true;
  }

  /** Without connection a picture stays as it was; what is to be saved says so itself. */
  function unlessAway(error) {
    if (!(error instanceof TypeError)) throw error;
  }

  function failed(refused) {
    if (refused instanceof TypeError) { // the network's way of saying no
      say("offline");
      timer = setTimeout(save, WAITS[Math.min(tries++, WAITS.length - 1)]);
      return false;
    }
    if (refused instanceof Error) throw refused;
    say("unsaved");
    const told = document.getElementById("refused");
    told.hidden = false;
    told.firstElementChild.textContent = sentenceOf(refused);
    told.querySelector("[data-conflict]").hidden = refused.code !== "page_changed";
    return false;
  }

  /** After saving: the picture as it would be given out, and what the rest of the page says of this one. */
  async function shown() {
    const here = desk(), marks = JSON.stringify(work().marks);
    pages.clear();
    const fresh = (await look(location.href)).found.getElementById("desk");
    if (!fresh || dirty || here !== desk()) return;
    for (const id of ["strip", "open-left"]) renew(id, fresh);
    here.dataset.open = fresh.dataset.open;
    const figure = "figure.given", coming = fresh.querySelector(figure), old = here.querySelector(figure);
    if (marks !== given || !coming.querySelector("img") || !old.querySelector("img")) {
      old.setAttribute("aria-busy", "true");
      await Promise.allSettled([...coming.querySelectorAll("img")].map((image) => fetched(image.src).decode()));
      if (here !== desk()) return;
      brought(coming, old);
      given = marks;
    }
    ahead();
  }

  function renew(id, fresh) {
    const old = document.getElementById(id), held = old.contains(document.activeElement);
    old.replaceWith(document.adoptNode(fresh.querySelector(`#${id}`)));
    if (held) document.getElementById(id).querySelector("a")?.focus();
  }

  // --- pages and their pictures, ahead of time

  function keep(address, image) {
    pictures.delete(address);
    pictures.set(address, image);
    while (pictures.size > KEPT) pictures.delete(pictures.keys().next().value);
    return image;
  }

  function fetched(address) {
    if (!pictures.has(address)) keep(address, new Image()).src = address;
    return pictures.get(address);
  }

  /** An element of a fetched page as one of this page, in place of `old`. Its pictures are those that are here already:
   * they never belong to another document in between, which would load them anew. */
  function brought(element, old) {
    const holes = [...element.querySelectorAll("img[data-picture]")].map((image) => {
      const hole = document.createElement("span");
      image.replaceWith(hole);
      return [hole, image.src, Object.fromEntries(["alt", "width", "height"].map((name) => [name, image.getAttribute(name)]))];
    });
    const own = document.adoptNode(element), used = new Set();
    for (const [hole, address, told] of holes) {
      const ready = fetched(address), taken = used.has(ready) || (ready.isConnected && !old.contains(ready));
      const image = taken ? ready.cloneNode() : ready;
      used.add(ready);
      for (const name in told) image.setAttribute(name, told[name]);
      image.dataset.picture = "";
      hole.replaceWith(image);
    }
    old.replaceWith(own);
  }

  async function look(address, options) {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    return { address: answer.url, found: new DOMParser().parseFromString(await answer.text(), "text/html") };
  }

  /** Fetch the pages one is likely to turn to, once the present one is there. */
  async function ahead() {
    const here = desk();
    await Promise.allSettled([...here.querySelectorAll("img[data-picture]")].map((image) => image.decode()));
    if (here !== desk()) return;
    for (const address of new Set([here.dataset.open, here.dataset.following])) {
      if (!address || pages.has(address)) continue;
      pages.set(address, look(address));
      const { found } = await pages.get(address).catch(() => (pages.delete(address), { found: document }));
      if (found === document || here !== desk()) return; // gone meanwhile: its pictures serve another page
      for (const image of found.querySelectorAll("img[data-picture]")) fetched(image.src);
      const { page, following } = found.getElementById("desk")?.dataset ?? {}, plain = here.querySelector("#as-it-is img").src;
      if (following) fetched(plain.replace(/\/\d+\.png/, `/${Number(page) + 1}.png`)); // and the one after that
    }
  }

  /** Show another page. Nothing is left behind unsaved: then the page stays. */
  async function turn(address, options) {
    if (!(await save())) return document.getElementById("saved").scrollIntoView({ block: "nearest" });
    still(true);
    try {
      const there = await (options ? look(address, options) : pages.get(address) ?? look(address));
      place(there);
    } catch (away) {
      if (!(away instanceof TypeError)) throw away;
      say("offline");
    } finally {
      still(false);
    }
  }

  /** While another page is on its way nothing is drawn or typed here: it would be lost. */
  function still(whether) {
    for (const one of desk().querySelectorAll("figure, #work")) one.inert = whether;
  }

  function place({ address, found }) {
    const fresh = found.getElementById("desk");
    if (!fresh) return location.assign(address);
    const wanted = document.activeElement?.dataset.turn, decided = document.activeElement?.name === "decide";
    const ground = part("ground")?.value;
    pages.clear();
    brought(fresh, desk());
    document.title = found.title;
    history.replaceState(null, "", address.replace(/\/findings/, ""));
    begin();
    if (ground && part("ground")) part("ground").value = ground;
    (desk().querySelector(decided ? "[name=decide], #findings-heading" : wanted ? `[data-turn=${CSS.escape(wanted)}]` : "h1") ?? desk().querySelector("h1")).focus({ preventScroll: true });
  }

  // --- mouse, keys, and leaving

  const ACTS = {
    add: () => boxes.addInSight(part("ground").value),
    undo,
    keys: () => document.getElementById("keys").showModal(),
    newest: () => { dirty = false; pages.clear(); turn(location.href); },
    mine: async () => {
      const { page, pages: path } = desk().dataset;
      const { items: [now] } = await ask("GET", `${path}?first=${page}&limit=1`);
      desk().dataset.version = now.version;
      later(0);
    },
  };
  const KEYS = { b: ACTS.add, u: undo, "?": ACTS.keys };
  const LINKS = { n: "open", ".": "following", ",": "before" };

  function pressed(key) {
    const link = LINKS[key] && desk().querySelector(`[data-turn=${LINKS[key]}]`);
    if (link) return turn(link.getAttribute("href"));
    if (!form()) return key === "?" && ACTS.keys();
    const choice = form().querySelectorAll("[name=result]")[Number(key) - 1];
    if (choice) return choice.click();
    const button = desk().querySelector(`[data-key="${CSS.escape(key)}"]`);
    return button ? (button.focus(), button.click()) : KEYS[key]?.();
  }

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog");
    if (event.key === "z" && event.ctrlKey && !writing && form()) return event.preventDefault(), undo();
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !letters.checked) return;
    const key = event.key.toLowerCase();
    if (key.length !== 1 || !(key in KEYS || key in LINKS || "1234ar".includes(key))) return;
    event.preventDefault();
    pressed(key);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn]"), act = event.target.closest("[data-script]")?.dataset.script;
    if (act in ACTS) return ACTS[act]();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(link.getAttribute("href"));
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form() && !("stay" in event.target.dataset)) return;
    event.preventDefault();
    delete event.target.dataset.sent;
    if (event.target === form()) return void save();
    const body = new URLSearchParams(new FormData(event.target, event.submitter));
    turn(event.target.action, { method: "POST", body });
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("#work") && !event.target.closest(".marks, [data-script=ground]")) changed();
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  const letters = part("letters");
  letters.checked = localStorage.getItem("review-letters") !== "off";
  letters.addEventListener("change", () => localStorage.setItem("review-letters", letters.checked ? "on" : "off"));
  begin();
}
