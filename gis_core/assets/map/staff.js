// The staff map: layers, identify, list twin, measuring, the view in the address bar.
import * as L from "leaflet";
import { Highlight, makeMap } from "./base.js";
import { colours, drawPoint, strokes, areaLook } from "./styles.js";

export function staff(element) {
  const options = JSON.parse(document.getElementById(element.dataset.options).textContent);
  const asked = readHash();
  if (asked?.layers) options.layers.forEach((layer) => { layer.on = asked.layers.includes(layer.name); });
  const { map, tiles } = makeMap(element, options);
  if (asked) map.setView([asked.lat, asked.lon], asked.zoom, { animate: false });
  const drawer = document.getElementById("drawer"), content = document.getElementById("drawer-content");
  const list = document.getElementById("in-view"), rows = document.getElementById("in-view-rows"), choice = document.getElementById("list-layer");
  const highlight = new Highlight(map, tiles, options.layers);

  // --- the address bar ---
  const writeHash = () => {
    const { lat, lng } = map.getCenter();
    const on = options.layers.filter((layer) => tiles.isOn(layer.name)).map((layer) => layer.name).join(",");
    history.replaceState(null, "", `${location.pathname}${location.search}#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}/${on}`);
  };
  map.on("moveend", writeHash);
  window.addEventListener("hashchange", () => { const view = readHash(); if (view) map.setView([view.lat, view.lon], view.zoom); });

  // --- layers and their legend ---
  const legends = () => document.querySelectorAll("[data-legend]").forEach((canvas) => {
    const layer = options.layers.find(({ name }) => name === canvas.dataset.legend);
    drawLegend(canvas, layer, layer.style.legend?.[canvas.dataset.look]?.look ?? {});
  });
  document.querySelectorAll("[data-layer-switch]").forEach((box) => {
    box.checked = tiles.isOn(box.dataset.layerSwitch);
    box.addEventListener("change", () => { tiles.switchLayer(box.dataset.layerSwitch, box.checked); writeHash(); });
  });
  document.querySelectorAll("[data-layer-opacity]").forEach((range) => range.addEventListener("input", () => tiles.setLayerOpacity(range.dataset.layerOpacity, range.value / 100)));
  document.addEventListener("hydria:theme", legends);
  legends();

  // --- identify ---
  // Opens the drawer; without a place the object's own is taken, and the map goes there.
  let pointed = 0;
  async function identify(layer, id, latlng, moveFocus = false) {
    const url = element.dataset.identify.replace("/layer/0/", `/${layer}/${id}/`), mine = (pointed += 1);
    const card = await read(url);
    if (!card || mine !== pointed) return; // something else was pointed at meanwhile
    const { answer, text } = card;
    content.innerHTML = text;
    window.htmx?.process(content);
    drawer.hidden = false;
    const [lon, lat] = answer.headers.get("Hydria-Place").split(",").map(Number);
    const place = latlng ?? L.latLng(lat, lon);
    if (!latlng) map.setView(place, Math.max(map.getZoom(), 17));
    highlight.show(layer, id, place);
    if (moveFocus) drawer.focus();
    element.dispatchEvent(new CustomEvent("hydria:identified", { detail: { layer, id: Number(id), place } }));
  }
  const close = () => { pointed += 1; drawer.hidden = true; highlight.clear(); };
  drawer.querySelector("[data-close-drawer]").addEventListener("click", () => { close(); element.focus(); });
  // What tools of other apps are given; `takeClick` and `takeEscape` are theirs while they work.
  const shared = { L, map, tiles, options, highlight, identify, close, drawer, content, takeClick: null, takeEscape: null };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (shared.takeEscape) shared.takeEscape(event);
    else if (!drawer.hidden) close();
  });
  map.on("click", (event) => {
    if (shared.takeClick) { shared.takeClick(event); return; }
    if (measure.on) { measure.add(event.latlng); return; }
    const coarse = matchMedia("(pointer: coarse)").matches;
    const [hit] = tiles.find(event.latlng, coarse ? 16 : 6);
    if (hit) identify(hit.layer.name, hit.id, event.latlng);
  });

  // --- the list twin ---
  let asking = null;
  async function refill() {
    if (list.hidden) return;
    asking?.abort();
    asking = new AbortController();
    const b = map.getBounds();
    const bbox = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => n.toFixed(6)).join(",");
    const part = await read(`${element.dataset.inView}?layer=${choice.value}&bbox=${bbox}`, asking.signal);
    if (part) rows.innerHTML = part.text;
  }
  map.on("moveend", refill);
  choice.addEventListener("change", refill);
  const openers = [...document.querySelectorAll("[data-toggle]")];
  openers.forEach((button) => button.addEventListener("click", () => {
    const target = document.getElementById(button.getAttribute("aria-controls"));
    target.hidden = !target.hidden;
    button.setAttribute("aria-expanded", String(!target.hidden));
    refill();
  }));
  if (matchMedia("(max-width: 767.98px)").matches) openers.find((button) => button.dataset.toggle === "layers").click();
  rows.addEventListener("click", (event) => {
    const row = event.target.closest("button[data-id]");
    if (!row) return;
    const latlng = L.latLng(row.dataset.lat, row.dataset.lon);
    map.setView(latlng, Math.max(map.getZoom(), 17));
    identify(row.dataset.layer, row.dataset.id, latlng, true);
  });
  rows.addEventListener("focusin", (event) => {
    const row = event.target.closest("button[data-id]");
    if (row) highlight.show(row.dataset.layer, row.dataset.id, L.latLng(row.dataset.lat, row.dataset.lon));
  });

  // --- measuring ---
  const output = document.getElementById("measured");
  const measure = {
    on: false, line: L.polyline([], { color: colours().highlight, weight: 3, dashArray: "4 6", interactive: false }).addTo(map),
    add(latlng) {
      this.line.addLatLng(latlng);
      const points = this.line.getLatLngs();
      const metres = points.slice(1).reduce((sum, point, i) => sum + map.distance(points[i], point), 0);
      output.value = `${metres.toLocaleString(document.documentElement.lang, { maximumFractionDigits: metres < 100 ? 1 : 0 })} m`;
    },
  };
  document.querySelector('[data-tool="measure"]').addEventListener("click", (event) => {
    measure.on = !measure.on;
    event.currentTarget.setAttribute("aria-pressed", String(measure.on));
    element.style.cursor = measure.on ? "crosshair" : "";
    if (!measure.on) { measure.line.setLatLngs([]); output.value = ""; }
  });

  // --- what the address asks for, and search hits with a place ---
  // Only a layer and a number: anything else would be an address that somebody else wrote.
  const select = new URLSearchParams(location.search).get("select")?.match(/^([a-z0-9_]+):(\d+)$/);
  if (select) identify(select[1], select[2], null);
  document.getElementById("find-answer")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lon]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const latlng = L.latLng(link.dataset.lat, link.dataset.lon);
    map.setView(latlng, 18);
    highlight.show("", 0, latlng);
    document.getElementById("find-answer").replaceChildren();
  });
  writeHash();
  element.hydria = shared;
  element.dispatchEvent(new CustomEvent("hydria:map", { detail: shared }));
  element.dataset.ready = "1";
}

// A part of the page from the server; null when there is none, or no network. Who is no longer signed in signs in again.
async function read(url, signal = null) {
  try {
    const answer = await fetch(url, { signal, credentials: "same-origin" });
    if (answer.redirected) location.reload();
    return answer.ok && !answer.redirected ? { answer, text: await answer.text() } : null;
  } catch (error) {
    if (error.name !== "AbortError") console.error(error);
    return null;
  }
}

function readHash() {
  const match = location.hash.match(/^#(\d+)\/(-?[\d.]+)\/(-?[\d.]+)(?:\/([a-z0-9_,]*))?$/);
  return match && { zoom: Number(match[1]), lat: Number(match[2]), lon: Number(match[3]), layers: match[4]?.split(",") ?? null };
}

function drawLegend(canvas, layer, look) {
  const ctx = canvas.getContext("2d"), c = colours();
  ctx.setTransform(2, 0, 0, 2, 0, 0);
  ctx.clearRect(0, 0, 22, 14);
  if (layer.kind === "line") {
    for (const stroke of strokes(layer.style, { diameter_mm: 100, ...look }, 14, c)) {
      ctx.lineWidth = Math.min(6, stroke.width); ctx.strokeStyle = stroke.colour;
      ctx.setLineDash((stroke.dash ?? []).map((length) => length / 2));
      ctx.beginPath(); ctx.moveTo(1, 7); ctx.lineTo(21, 7); ctx.stroke(); ctx.setLineDash([]);
    }
  } else if (layer.kind === "polygon") {
    const look = areaLook(layer.style, {}, c);
    ctx.globalAlpha = 0.3; ctx.fillStyle = look.fill; ctx.fillRect(2, 2, 18, 10);
    ctx.globalAlpha = 1; ctx.strokeStyle = look.stroke; ctx.setLineDash(look.dash.map((d) => d / 2)); ctx.strokeRect(2, 2, 18, 10); ctx.setLineDash([]);
  } else if (layer.style.draw === "pin") {
    ctx.save(); ctx.translate(11, 14); ctx.scale(0.48, 0.48); drawPoint(ctx, layer.style, {}, 0, 0, 16, c); ctx.restore();
  } else {
    drawPoint(ctx, layer.style, { status: "active", ...(layer.style.symbol === "tank" ? { kind: "tank" } : {}), ...look }, 11, 7, layer.style.draw === "dot" ? 18 : 14, c);
  }
}
