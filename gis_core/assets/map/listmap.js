// The map beside a list: what the filters keep, marked by state; a row chooses its mark and a mark its row.
import { keep, recall } from "../shell/kept.js";
import * as L from "leaflet";
import { makeMap, readOptions } from "./base.js";
import { colours } from "./styles.js";

const TONES = { good: "connection", warn: "closed", bad: "fault", info: "tank", "": "symbol" };
const DASHES = { warn: "2 7", info: "10 6", good: null, "": "1 4" };
const FOLDED = "hydria-list-map";

export async function listMap(element) {
  const side = element.closest("[data-map-side]");
  foldable(side);
  const options = await readOptions(element.dataset.layers || "streets");
  const { map } = makeMap(element, options, { scrollWheelZoom: false });
  const group = L.featureGroup().addTo(map), marks = new Map();
  let chosen = null, everything = null, asking = null;

  function choose(id, { fromMap = false, pan = false } = {}) {
    if (chosen === id && !fromMap) return;
    look(marks.get(chosen), false);
    document.querySelector("tr[data-row].is-chosen")?.classList.remove("is-chosen");
    chosen = id;
    const mark = marks.get(id), row = document.getElementById(`row-${id}`);
    row?.classList.add("is-chosen");
    look(mark, true);
    if (mark && pan && !map.getBounds().contains(mark.middle)) map.panTo(mark.middle);
    if (mark && fromMap) {
      mark.layer.openPopup();
      row?.scrollIntoView({ block: "nearest" });
    }
  }
  function draw({ features }) {
    group.clearLayers();
    marks.clear();
    for (const feature of features) {
      const mark = markOf(feature, element.dataset.open);
      marks.set(feature.id, mark);
      mark.layer.on("click", () => choose(feature.id, { fromMap: true }));
      mark.layer.addTo(group);
    }
    look(marks.get(chosen), true);
    element.dataset.marks = String(features.length);
  }
  async function refill(box) {
    asking?.abort();
    asking = new AbortController();
    const address = element.dataset.geojson + (box ? `&bbox=${box}` : "");
    try {
      const answer = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(`marks ${answer.status}`);
      const collection = await answer.json();
      draw(collection);
      side.querySelector("[data-map-truncated]").hidden = !collection.truncated;
      side.querySelector("[data-map-empty]").hidden = collection.features.length > 0;
      return collection;
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      return null;
    }
  }

  everything = await refill("");
  if (everything?.features.length) map.fitBounds(group.getBounds().pad(0.15), { maxZoom: 17, animate: false });
  // What came whole stays; of more than fits, that which is in view is asked for.
  map.on("moveend", () => { if (everything?.truncated) refill(boxOf(map)); });
  document.addEventListener("hydria:theme", () => marks.forEach((mark, id) => look(mark, id === chosen)));
  const rowAt = (event) => Number(event.target.closest("tr[data-row]")?.dataset.row);
  const table = document.querySelector(".list-with-map .list-side");
  table.addEventListener("focusin", (event) => { if (rowAt(event)) choose(rowAt(event), { pan: true }); });
  table.addEventListener("click", (event) => { if (rowAt(event)) choose(rowAt(event), { pan: true }); });
  element.dataset.ready = "1";
}

function boxOf(map) {
  const b = map.getBounds();
  return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => n.toFixed(6)).join(",");
}

function markOf(feature, open) {
  const { tone } = feature.properties;
  const isPoint = feature.geometry.type === "Point";
  const layer = isPoint ? pointMark(feature) : areaMark(feature);
  layer.bindPopup(popup(feature.properties, open), { minWidth: 180, autoPanPadding: [20, 20] });
  return { layer, tone, isPoint, middle: isPoint ? layer.getLatLng() : layer.getBounds().getCenter() };
}

// An area has its state's icon in the middle: the same that the legend explains.
function areaMark(feature) {
  const area = L.geoJSON(feature, { style: areaStyle(feature.properties.tone, false) });
  const { lat, lng } = area.getBounds().getCenter();
  return L.featureGroup([area, pointMark({ ...feature, geometry: { coordinates: [lng, lat] } })]);
}

function pointMark({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const span = document.createElement("span");
  span.className = `mark ${properties.tone} ${properties.size}`;
  span.append(Object.assign(document.createElement("i"), { className: `bi bi-${properties.icon}` }));
  if (properties.sign) span.append(Object.assign(document.createElement("b"), { textContent: properties.sign }));
  // The list is the keyboard's way: hundreds of stops for Tab would stand between it and what follows.
  return L.marker([lat, lon], {
    icon: L.divIcon({ className: "mark-box", iconSize: [30, 30], html: span }), keyboard: false,
    title: properties.title, zIndexOffset: properties.sign ? 500 : 0,
  });
}

function areaStyle(tone, isChosen) {
  const c = colours(), colour = isChosen ? c.highlight : c[TONES[tone]];
  return { color: colour, weight: isChosen ? 5 : 2.5, dashArray: DASHES[tone], fillOpacity: isChosen ? 0.25 : 0.14 };
}

function look(mark, isChosen) {
  if (!mark) return;
  if (mark.isPoint) {
    mark.layer.getElement()?.classList.toggle("is-chosen", isChosen);
    mark.layer.setZIndexOffset(isChosen ? 1000 : 0);
  } else {
    mark.layer.setStyle(areaStyle(mark.tone, isChosen));
    if (isChosen) mark.layer.bringToFront();
  }
}

function popup({ title, text, url }, open) {
  const box = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href: url, textContent: open });
  link.setAttribute("aria-label", `${open}: ${title}`);
  box.append(Object.assign(document.createElement("strong"), { textContent: title }));
  box.append(Object.assign(document.createElement("p"), { className: "my-1", textContent: text }), link);
  return box;
}

// The map can be put away, and stays so in the next list.
function foldable(side) {
  const button = side.querySelector("[data-map-fold]"), body = document.getElementById(button.getAttribute("aria-controls"));
  const fold = (folded) => {
    body.hidden = folded;
    side.parentElement.classList.toggle("is-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? button.dataset.show : button.dataset.hide;
  };
  fold(recall(FOLDED) === "folded");
  button.addEventListener("click", () => {
    const folded = !body.hidden;
    fold(folded);
    keep(FOLDED, folded ? "folded" : "open");
  });
}
