// Boxes on a page: drawn, moved and sized by mouse and by keyboard. The rows of the form are what counts; the picture shows them.
"use strict";

const boxes = (() => {
  const SIDES = ["x0", "y0", "x1", "y1"];
  const LEAST = 2; // points
  let layer, list, wide, high, changed, drawing;

  const rows = () => [...list.querySelectorAll("[data-mark]")];
  const field = (row, name) => row.querySelector(`[name=${name}]`);
  const box = (row) => SIDES.map((name) => Number(field(row, name).value));
  const round = (value) => Math.round(value * 100) / 100;
  const within = (value, most) => Math.min(Math.max(value, 0), most);

  /** Take over the page that is shown; `told` is called after each change. */
  function attach(desk, told) {
    layer = desk.querySelector("#layer");
    list = desk.querySelector(".marks");
    if (!layer || !list) return;
    [wide, high, changed, drawing] = [Number(desk.dataset.wide), Number(desk.dataset.high), told, null];
    list.querySelector("[data-blank]")?.remove();
    for (const button of list.querySelectorAll("[name=drop]")) button.type = "button";
    layer.querySelector("[data-boxes]").replaceChildren();
    layer.classList.add("drawable");
    layer.onpointerdown = begin; layer.onpointermove = move; layer.onpointerup = end;
    layer.onpointercancel = () => { drawing = null; show(); };
    list.addEventListener("input", () => { show(); changed(); });
    list.addEventListener("click", (event) => {
      if (event.target.name === "drop") remove(event.target.closest("[data-mark]"));
    });
    show();
  }

  /** Draw every row as a rectangle that can be focused. */
  function show() {
    const group = layer.querySelector("[data-boxes]");
    for (const shape of [...group.children]) if (!shape.row.isConnected) shape.remove();
    rows().forEach((row, n) => {
      row.shape ??= shaped(row);
      const [x0, y0, x1, y1] = box(row);
      for (const [name, value] of Object.entries({ x: x0, y: y0, width: Math.max(x1 - x0, 0), height: Math.max(y1 - y0, 0) })) {
        row.shape.setAttribute(name, value);
      }
      const ground = field(row, "ground").selectedOptions[0].text;
      row.shape.setAttribute("aria-label", `${list.dataset.box} ${n + 1}: ${ground}, ${[x0, y0, x1, y1].map(round).join(" ")}`);
      field(row, "drop").value = n;
    });
  }

  function shaped(row) {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    shape.setAttribute("class", "mark");
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "application");
    shape.setAttribute("vector-effect", "non-scaling-stroke");
    shape.row = row;
    shape.addEventListener("keydown", (event) => typed(event, row));
    shape.addEventListener("focus", () => row.classList.add("chosen"));
    shape.addEventListener("blur", () => row.classList.remove("chosen"));
    layer.querySelector("[data-boxes]").append(shape);
    return shape;
  }

  function put(row, sides) {
    const most = [wide, high, wide, high];
    SIDES.forEach((name, n) => { field(row, name).value = round(within(sides[n], most[n])); });
  }

  function add(sides, ground) {
    const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
    field(row, "drop").type = "button";
    field(row, "ground").value = ground;
    list.append(row);
    put(row, sides);
    show();
    return row;
  }

  function remove(row) {
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    show();
    (beside?.shape ?? document.querySelector("[data-script=add]")).focus();
    changed();
  }

  /** A new box in the middle of what can be seen of the page, with the focus on it. */
  function addInSight(ground) {
    const seen = layer.getBoundingClientRect();
    const middle = (low, high, most) => (within(low, most) + within(high, most)) / 2;
    const x = (middle(-seen.left, innerWidth - seen.left, seen.width) / seen.width) * wide;
    const y = (middle(-seen.top, innerHeight - seen.top, seen.height) / seen.height) * high;
    const row = add([x - 60, y - 9, x + 60, y + 9], ground);
    row.shape.focus();
    changed();
  }

  function typed(event, row) {
    const step = event.shiftKey ? 10 : 1;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (dx || dy) event.ctrlKey || event.altKey ? size(row, 0, 0, dx, dy) : shift(row, dx, dy);
    else if (event.key === "Delete" || event.key === "Backspace") return event.preventDefault(), remove(row);
    else if (event.key === "Enter") return event.preventDefault(), field(row, "ground").focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
    show();
    changed();
  }

  function shift(row, dx, dy, from = box(row)) {
    const [x0, y0, x1, y1] = from;
    const x = Math.min(Math.max(dx, -x0), wide - x1), y = Math.min(Math.max(dy, -y0), high - y1);
    put(row, [x0 + x, y0 + y, x1 + x, y1 + y]);
  }

  function size(row, left, top, right, bottom, from = box(row)) {
    const [x0, y0, x1, y1] = from;
    put(row, [Math.min(x0 + left, x1 - LEAST), Math.min(y0 + top, y1 - LEAST), Math.max(x1 + right, x0 + LEAST), Math.max(y1 + bottom, y0 + LEAST)]);
  }

  const point = (event) => {
    const seen = layer.getBoundingClientRect();
    return [within(((event.clientX - seen.left) / seen.width) * wide, wide), within(((event.clientY - seen.top) / seen.height) * high, high)];
  };

  /** Which sides of a box the pointer is on: it sizes by these, or moves by none. */
  function grasped([x, y], [x0, y0, x1, y1]) {
    const reach = (5 / layer.getBoundingClientRect().width) * wide;
    const near = (value, side, span) => Math.abs(value - side) < Math.min(reach, span / 4);
    return [near(x, x0, x1 - x0), near(y, y0, y1 - y0), near(x, x1, x1 - x0), near(y, y1, y1 - y0)];
  }

  function begin(event) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    const at = point(event), row = event.target.row;
    layer.setPointerCapture(event.pointerId);
    if (row) row.shape.focus();
    drawing = row ? { row, at, from: box(row), by: grasped(at, box(row)) } : { at };
  }

  function move(event) {
    if (!drawing) return;
    const { at, from, by } = drawing, to = point(event), dx = to[0] - at[0], dy = to[1] - at[1];
    if (!from) {
      const sides = [Math.min(at[0], to[0]), Math.min(at[1], to[1]), Math.max(at[0], to[0]), Math.max(at[1], to[1])];
      if (!drawing.row && sides[2] - sides[0] >= LEAST && sides[3] - sides[1] >= LEAST) {
        drawing.row = add(sides, document.querySelector("[data-script=ground]").value);
      }
      if (drawing.row) put(drawing.row, sides);
    } else if (by.some(Boolean)) size(drawing.row, by[0] ? dx : 0, by[1] ? dy : 0, by[2] ? dx : 0, by[3] ? dy : 0, from);
    else shift(drawing.row, dx, dy, from);
    drawing.moved = true;
    show();
  }

  function end() {
    const { row, moved } = drawing ?? {};
    drawing = null;
    if (!row || !moved) return;
    row.shape.focus();
    changed();
  }

  /** The boxes as the API has them. */
  const marks = () => rows().map((row) => {
    const [x0, y0, x1, y1] = box(row);
    return { box: { x0, y0, x1, y1 }, ground: field(row, "ground").value };
  });

  /** Have these boxes and no others. */
  function restore(wanted) {
    for (const row of rows()) row.remove();
    for (const mark of wanted) {
      const row = add(SIDES.map((name) => mark.box[name]), mark.ground);
      SIDES.forEach((name) => { field(row, name).value = mark.box[name]; });
    }
    show();
  }

  return { attach, addInSight, marks, restore };
})();
