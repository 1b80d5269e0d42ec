// A map in a page: the utility's own layers, words for its buttons, a basemap where one is set.
import * as L from "leaflet";
import { VectorTiles } from "./tiles.js";
import { colours } from "./styles.js";

export async function readOptions(layers) {
  const answer = await fetch(`/map/options/?layers=${encodeURIComponent(layers)}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`map options ${answer.status}`);
  return answer.json();
}

export function makeMap(element, options, more = {}) {
  const map = L.map(element, {
    center: options.center, zoom: options.zoom, zoomControl: false, minZoom: 6, maxZoom: 20,
    zoomSnap: 1, attributionControl: Boolean(options.basemap), ...more,
  });
  map.attributionControl?.setPrefix(false);
  L.control.zoom({ zoomInTitle: options.words.zoomIn, zoomOutTitle: options.words.zoomOut }).addTo(map);
  if (options.basemap) L.tileLayer(options.basemap, { attribution: options.attribution, maxZoom: 20 }).addTo(map);
  const tiles = new VectorTiles(options.tiles, options.layers).addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", element.dataset.label || options.words.map);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(element);
  return { map, tiles };
}

export function pin(latlng, colour = colours().fault, more = {}) {
  const icon = L.divIcon({
    className: "map-pin", iconSize: [28, 38], iconAnchor: [14, 38],
    html: `<svg viewBox="0 0 28 38" width="28" height="38" aria-hidden="true"><path d="M14 37C12 27 2 24 2 13a12 12 0 0 1 24 0c0 11-10 14-12 24z" fill="${colour}" stroke="#fff" stroke-width="2"/><circle cx="14" cy="13" r="4.5" fill="#fff"/></svg>`,
  });
  return L.marker(latlng, { icon, keyboard: false, ...more });
}

// Marks one feature: a line or an area along its whole course, a point by a ring about it. The mark is drawn anew when
// tiles come, so that it grows with what is shown.
export class Highlight {
  constructor(map, tiles, layers) {
    this.map = map; this.tiles = tiles; this.layers = layers; this.marked = null;
    this.group = L.layerGroup().addTo(map);
    tiles.on("painted", () => this.draw());
  }
  show(name, id, latlng = null) { this.marked = { name, id: Number(id), latlng }; this.draw(); }
  clear() { this.marked = null; this.draw(); }
  draw() {
    this.group.clearLayers();
    if (!this.marked) return;
    const { name, id, latlng } = this.marked, color = colours().highlight;
    const kind = this.layers.find((layer) => layer.name === name)?.kind;
    const shapes = kind && kind !== "point" ? this.tiles.shapes(name, id) : [];
    shapes.forEach((shape) => L.polyline(shape, { color, weight: 7, opacity: 0.75, interactive: false, className: "map-highlight" }).addTo(this.group));
    if (!shapes.length && latlng) L.circleMarker(latlng, { radius: 13, color, weight: 4, fill: false, interactive: false, className: "map-highlight" }).addTo(this.group);
  }
}
