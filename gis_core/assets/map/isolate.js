// The answer to a question about the network on a map: what is drained, dry, traced; valves in their order and why they are passed.
// What is drawn stands in the page as JSON (#answer-drawing): lines by what becomes of them, marks with tone, icon, number and words.
import { colours } from "./styles.js";

const LINES = {
  drained: (c) => [{ color: c.paper, weight: 10 }, { color: c.cut, weight: 6 }],
  dry: (c) => [{ color: c.paper, weight: 9 }, { color: c.outage, weight: 5, dashArray: "2 8" }],
  conflict: (c) => [{ color: c.highlight, weight: 12, opacity: 0.35 }],
  reach: (c) => [{ color: c.paper, weight: 9 }, { color: c.highlight, weight: 5 }],
  way: (c) => [{ color: c.paper, weight: 9 }, { color: c.highlight, weight: 5, dashArray: "14 6" }],
  walk: (c) => [{ color: c.paper, weight: 7 }, { color: c.highlight, weight: 4 }],
  "walk-before": (c) => [{ color: c.symbol, weight: 2, dashArray: "4 6", opacity: 0.75 }],
  danger: (c) => [{ color: c.paper, weight: 9 }, { color: c.cut, weight: 5, dashArray: "8 5" }],
};

export const readDrawing = (root = document) => {
  const script = root.querySelector("#answer-drawing");
  return script ? JSON.parse(script.textContent) : null;
};

// Draw into a feature group; `say` is called with the address behind a mark's button.
export function drawAnswer(L, group, drawing, say) {
  group.clearLayers();
  if (!drawing) return;
  const c = colours();
  for (const { look, shape } of drawing.lines) {
    for (const style of LINES[look](c)) {
      L.geoJSON(shape, { style: { lineCap: "round", interactive: false, className: `answer-${look}`, ...style } }).addTo(group);
    }
  }
  for (const mark of drawing.marks) markOf(L, mark, say).addTo(group);
}

function markOf(L, mark, say) {
  const span = document.createElement("span");
  span.className = `mark ${mark.tone} ${mark.is_dot ? "dot" : mark.number || mark.is_spot ? "large" : ""}`;
  if (mark.number) span.append(String(mark.number));
  else span.append(Object.assign(document.createElement("i"), { className: `bi bi-${mark.icon}` }));
  // The list beside the map is the keyboard's way.
  const marker = L.marker([mark.lat, mark.lon], {
    icon: L.divIcon({ className: "mark-box answer-mark", iconSize: [30, 30], html: span }), keyboard: false, title: mark.title,
    zIndexOffset: mark.is_dot ? 0 : mark.number ? 800 : mark.is_spot ? 600 : 0,
  });
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("strong"), { textContent: mark.title }));
  if (mark.text) box.append(Object.assign(document.createElement("p"), { className: "my-1", textContent: mark.text }));
  if (mark.url) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-secondary btn-sm", textContent: mark.words });
    button.addEventListener("click", () => { marker.closePopup(); say(mark.url); });
    box.append(button);
  }
  return marker.bindPopup(box, { minWidth: 170, autoPanPadding: [20, 20] });
}
