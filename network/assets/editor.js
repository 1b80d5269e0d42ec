// The staff map's editor: tools in a row, an object's acts in its drawer, corners in a table for the keyboard.
import { ask, page, send, stale } from "./editor/server.js";
import { Drawing, cornerTable } from "./editor/drawing.js";
import { lineTools } from "./editor/lines.js";

const bar = document.querySelector("[data-editor]"), element = document.getElementById("staff-map");
const words = document.querySelector("[data-edit-words]").dataset;
const panel = document.getElementById("editor-panel"), inside = panel.querySelector("[data-edit-panel]");
const said = bar.querySelector("[data-edit-said]"), tools = bar.querySelector("[data-edit-tools]"), toggle = bar.querySelector("[data-edit-toggle]");

if (element.hydria) start(element.hydria); else element.addEventListener("hydria:map", ({ detail }) => start(detail));

document.querySelector(".map-bars").append(bar);

function start(shared) {
  const { L, map, tiles } = shared;
  const drawing = new Drawing(shared, words, bar.dataset.snap, tell);
  const button = (text, act, look = "btn-outline-secondary") => {
    const made = document.createElement("button");
    made.type = "button"; made.className = `btn ${look} btn-sm`; made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const part = (html) => { inside.innerHTML = html; window.htmx?.process(inside); };
  function tell(text) { said.value = ""; said.value = text; }

  // --- beginning and leaving a tool ---
  let tool = null;
  function open(name, title, help) {
    leave(false);
    shared.close();
    tool = name;
    part(`<h2 class="fs-5 pe-4"></h2><p class="small2 muted mb-2"></p>`);
    inside.querySelector("h2").textContent = title;
    inside.querySelector("p").textContent = help;
    panel.hidden = false;
    bar.querySelectorAll("[data-edit-tool]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.editTool === name)));
    shared.takeEscape = () => leave();
    element.dispatchEvent(new CustomEvent("hydria:tool", { detail: "editor" }));
    tell(help);
  }
  function leave(aloud = true) {
    if (tool === null && panel.hidden) return;
    const had = tool;
    tool = null;
    drawing.stop();
    panel.hidden = true;
    inside.replaceChildren();
    shared.takeClick = shared.takeEscape = null;
    bar.querySelectorAll("[data-edit-tool]").forEach((each) => each.setAttribute("aria-pressed", "false"));
    if (aloud && had) { tell(words.left); element.focus(); }
  }
  panel.querySelector("[data-edit-close]").addEventListener("click", () => leave());
  // One tool at a time: another that begins ends this one, and keeps the clicks that it has taken.
  element.addEventListener("hydria:tool", ({ detail }) => {
    if (detail === "editor" || (tool === null && panel.hidden)) return;
    const { takeClick, takeEscape } = shared;
    leave(false);
    Object.assign(shared, { takeClick, takeEscape });
  });

  // --- doing: one place where answers, refusals and both versions of a stale edit come back ---
  async function act(name, body, again = (version) => act(name, { ...body, version })) {
    const answer = await send(bar.dataset.act.replace("/name/", `/${name}/`), body, bar);
    if (answer.ok) {
      leave(false);
      shared.content.querySelector("[data-editor-actions]")?.remove();  // they knew the object as it was
      tell([answer.data.said, ...answer.data.warnings].join(" "));
      if (answer.data.box) {
        const [west, south, east, north] = answer.data.box;
        tiles.refresh(L.latLngBounds([south, west], [north, east]).pad(0.1));
      }
      return answer.data;
    }
    const problem = answer.data;
    tell(problem.detail ?? words.failed);
    if (answer.status === 409) {
      panel.hidden = false;
      part(problem.html);
      stale(inside, {
        theirs: () => { drawing.showTheirs(null); leave(); if (problem.theirs) tiles.refresh(map.getBounds()); },
        mine: () => { drawing.showTheirs(null); again(problem.version); },
      });
      drawing.showTheirs(problem.theirs);
      shared.takeEscape = () => leave();
      panel.focus();
    } else {
      let line = panel.querySelector("[data-problem]");
      if (!line) { line = document.createElement("p"); line.dataset.problem = ""; line.className = "text-danger fw-semibold mb-2"; line.setAttribute("role", "alert"); inside.prepend(line); }
      line.textContent = problem.detail ?? words.failed;
      panel.hidden = false;
      shared.takeEscape ??= () => leave();
    }
    return null;
  }
  const finished = async (made) => { if (made?.main && made.main[0] !== "inlet") await show(...made.main); };
  const layerOf = {};
  async function show(kind, id) {
    const slug = kind === "service" ? "service_line" : kind;
    const shape = await ask(shapeUrl(slug, id));
    if (shape) { layerOf[shape.layer] = slug; await shared.identify(shape.layer, id, L.latLng(shape.corners[Math.floor((shape.corners.length - 1) / 2)])); }
  }
  const shapeUrl = (kind, id) => bar.dataset.shape.replace("/kind/0/", `/${kind}/${id}/`);

  // --- the toolbar ---
  toggle.addEventListener("click", () => {
    const on = tools.hidden;
    tools.hidden = !on;
    toggle.setAttribute("aria-pressed", String(on));
    if (!on) { leave(false); said.value = ""; }
    actions();
  });
  bar.querySelector('[data-edit-tool="draw"]').addEventListener("click", () => (tool === "draw" ? leave() : drawPipe()));
  bar.querySelector('[data-edit-tool="service"]').addEventListener("click", () => (tool === "service" ? leave() : lines.drawService()));
  bar.querySelector('[data-edit-tool="put"]').addEventListener("click", () => (tool === "put" ? leave() : put()));
  bar.querySelector("[data-edit-undo]").addEventListener("click", () => act("undo", {}).then(closed));
  bar.querySelector("[data-edit-redo]").addEventListener("click", () => act("redo", {}).then(closed));
  const closed = (done) => { if (done) shared.close(); };
  bar.querySelector("[data-edit-list]").addEventListener("click", async () => {
    open("list", "", "");
    part((await page(bar.dataset.edits)) ?? words.failed);
    panel.focus();
  });
  inside.addEventListener("click", (event) => {
    const place = event.target.closest("[data-go]");
    if (place) { const [lon, lat] = place.dataset.go.split(",").map(Number); map.setView([lat, lon], Math.max(map.getZoom(), 18)); }
  });
  const attributes = () => Object.fromEntries([...inside.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
  const row = (...made) => { const box = document.createElement("div"); box.className = "d-flex flex-wrap gap-2 my-2"; box.append(...made); inside.append(box); return box; };

  const lines = lineTools({ drawing, words, bar, inside, open, leave, act, finished, tell, row, button, attributes, isOpen: (name) => tool === name });

  // --- drawing a pipe ---
  async function drawPipe() {
    open("draw", words.draw, words.drawHelp);
    const form = document.createElement("div"), table = document.createElement("div"), mine = (drawPipe.turn = (drawPipe.turn ?? 0) + 1);
    const lay = () => {
      if (drawing.points.length < 2) { tell(words.two); return; }
      const points = drawing.points.map(({ x, y, kind, id, fraction, version }) => ({ x, y, kind, id, fraction, version }));
      act("draw", { points, attributes: attributes() }).then(finished);
    };
    row(button(words.finish, lay, "btn-primary"), button(words.cancel, () => leave()));
    inside.append(form, table);
    const editing = cornerTable(table, words, bar.dataset.snap, (points) => { drawing.points = points; drawing.paint(); }, tell);
    drawing.begin({ kinds: "node,pipe", changed: (points) => { editing.show(points); if (points.length) tell(words.cornerAdded.replace("#", points.length)); }, finish: lay, corners: true });
    editing.show([]);
    const html = await page(bar.dataset.form.replace("/name/", "/draw/"));
    if (tool === "draw" && mine === drawPipe.turn) form.innerHTML = html ?? "";
  }

  // --- putting something on the map ---
  async function put(kept = null) {
    open("put", words.put, words.putHelp);
    const form = document.createElement("div"), table = document.createElement("div");
    inside.append(form, table);
    const place = (point) => {
      const given = attributes();
      act("put", { ...point, attributes: given }).then(finished);
    };
    const kinds = () => (["shutoff", "pump", "prv", "psv", "pbv", "fcv", "tcv", "gpv"].includes(inside.querySelector('[name="what"]')?.value) ? "pipe" : "node,pipe");
    drawing.begin({ kinds, changed: ([point]) => point && place(point), single: true });
    cornerTable(table, words, bar.dataset.snap, ([point]) => point && place(point), tell, { kinds, single: true }).show([]);
    form.innerHTML = kept ?? (await page(bar.dataset.form.replace("/name/", "/put/"))) ?? "";
  }

  // --- the acts of what was pointed at, in its drawer ---
  let pointed = null;
  element.addEventListener("hydria:identified", ({ detail }) => { pointed = detail; actions(); });
  async function actions() {
    shared.content.querySelector("[data-editor-actions]")?.remove();
    const known = shared.content.querySelector("[data-edit-object]");
    if (tools.hidden || !known || shared.drawer.hidden) return;
    const [kind, id] = known.dataset.editObject.split(":"), form = known.dataset.form;
    const shape = await ask(shapeUrl(kind, id));
    if (!shape || shared.content.querySelector("[data-edit-object]") !== known || shared.content.querySelector("[data-editor-actions]")) return;
    const box = document.createElement("section");
    box.dataset.editorActions = ""; box.className = "d-flex flex-wrap gap-2 mt-3 pt-3 border-top"; box.setAttribute("aria-label", words.actions);
    box.append(button(words.attributes, () => window.htmx.ajax("GET", form, { target: "#drawer-content", swap: "innerHTML" })), ...acts(shape));
    shared.content.append(box);
  }
  // A form that was saved in the drawer changed the tiles too.
  shared.content.addEventListener("htmx:afterSwap", () => { if (shared.content.querySelector("[data-network-changed]")) tiles.refresh(map.getBounds()); });

  function acts(shape) {
    const { kind, id, version, links, ends } = shape, made = [];
    const same = { kind, id, version };
    if (kind === "pipe") {
      made.push(
        button(words.editCorners, () => changeCorners(shape)),
        button(words.split, () => pick(words.split, words.splitHelp, "pipe", (point) => (point.kind === "pipe" && point.id === id ? act("split", { id, version, fraction: point.fraction }).then(finished) : tell(words.notPipe)))),
        button(words.reverse, () => act("reverse", { id, version }).then(finished)),
        ...[false, true].map((atEnd) => button(`${atEnd ? words.reconnectEnd : words.reconnectStart} (${ends[Number(atEnd)]})`, () => pickNode(atEnd ? words.reconnectEnd : words.reconnectStart, (node) => act("reconnect", { id, version, at_end: atEnd, node }).then(finished)))),
      );
    }
    if (kind === "node") {
      made.push(button(words.move, () => movePoint(shape)), button(words.merge, () => pickNode(words.merge, (keep) => act("merge", { id, version, keep }).then(finished))));
      const pipes = links.filter((link) => link.kind === "pipe");
      if (links.length === 2 && pipes.length === 2) {
        made.push(...pipes.map((pipe) => button(words.joinKeep.replace("#", pipe.title), () => act("join", { id, version, keep: pipe.id }).then(finished))));
      }
    }
    if (kind === "service_line") made.push(button(words.editCorners, () => lines.serviceCorners(shape)));
    if (kind === "shutoff") made.push(button(words.move, () => lines.moveShutoff(shape)));
    if (kind === "station") made.push(button(words.move, () => movePoint(shape)));
    if (kind !== "station") made.push(button(words.delete, () => remove(same), "btn-outline-danger"));
    return made;
  }

  async function remove({ kind, id }) {
    open("delete", "", "");
    part((await page(bar.dataset.hanging.replace("/kind/0/", `/${kind}/${id}/`))) ?? words.failed);
    const seen = inside.querySelector("[data-hanging]");
    inside.querySelector("[data-cancel]")?.addEventListener("click", () => leave());
    inside.querySelector("[data-delete-now]")?.addEventListener("click", () => act("delete", { kind, id, version: Number(seen.dataset.version), with_dependents: true }));
    panel.focus();
  }

  function pick(title, help, kinds, chosen) {
    open("pick", title, help);
    drawing.begin({ kinds, changed: ([point]) => point && chosen(point), single: true });
    const table = document.createElement("div");
    inside.append(table);
    cornerTable(table, words, bar.dataset.snap, ([point]) => point && chosen(point), tell, { kinds: () => kinds, single: true }).show([]);
  }
  const pickNode = (title, chosen) => pick(title, words.nodeHelp, "node", (point) => (point.kind === "node" ? chosen(point.id) : tell(words.notNode)));

  function movePoint(shape) {
    open("move", `${words.move}: ${shape.title}`, shape.kind === "node" ? words.moveHelp : words.moveStationHelp);
    const save = (point) => act("move", { kind: shape.kind, id: shape.id, version: shape.version, x: point.x, y: point.y }).then(finished);
    const table = document.createElement("div");
    inside.append(table);
    const editing = cornerTable(table, words, bar.dataset.snap, ([point]) => { drawing.points = [point]; drawing.paint(); }, tell, { fixed: true });
    drawing.begin({ kinds: "", points: shape.corners, changed: (points) => editing.show(points), single: true, keep: true });
    editing.show(shape.corners);
    row(button(words.save, () => save(drawing.points[0]), "btn-primary"), button(words.cancel, () => leave()));
  }

  function changeCorners(shape) {
    open("corners", `${words.editCorners}: ${shape.title}`, words.cornersHelp);
    const save = () => act("corners", { id: shape.id, version: shape.version, points: drawing.points.slice(1, -1).map(({ x, y }) => ({ x, y })) }).then(finished);
    const table = document.createElement("div");
    row(button(words.save, save, "btn-primary"), button(words.cancel, () => leave()));
    inside.append(table);
    const editing = cornerTable(table, words, bar.dataset.snap, (points) => { drawing.points = points; drawing.paint(); }, tell, { ends: true });
    drawing.begin({ kinds: "", points: shape.corners, changed: (points) => editing.show(points), corners: true, ends: true, adds: false });
    editing.show(shape.corners);
  }
  bar.dataset.ready = "1";
}
