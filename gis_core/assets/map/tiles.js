// Vector tiles on canvas: a Leaflet grid layer of our own, with hit test, labels and layer switches.
import * as L from "leaflet";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { areaLook, colours, drawPoint, strokes } from "./styles.js";

const SIZE = 512;
const MAX_RATIO = 2;

export const VectorTiles = L.GridLayer.extend({
  options: { tileSize: SIZE, zoomOffset: -1, updateWhenZooming: false, keepBuffer: 1, minZoom: 6, maxZoom: 20, noWrap: true },

  initialize(url, layers, options) {
    L.setOptions(this, options);
    this._url = url;
    this._layers = [...layers].sort((a, b) => a.order - b.order);
    this._switched = new Set(layers.filter((layer) => layer.on).map((layer) => layer.name));
    this._opacity = {};
    this._data = new Map();
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    const ratio = Math.min(MAX_RATIO, window.devicePixelRatio || 1);
    canvas.width = canvas.height = SIZE * ratio;
    canvas.setAttribute("role", "presentation");
    const key = this._tileCoordsToKey(coords);
    const control = new AbortController();
    this._data.set(key, { canvas, ratio, coords: { ...coords }, control, parsed: null });
    this._fetch(key, done);
    return canvas;
  },

  async _fetch(key, done, cache = "default") {
    const entry = this._data.get(key);
    const z = entry.coords.z + this.options.zoomOffset;
    const names = this._layers.filter((layer) => this._switched.has(layer.name) && z >= layer.minZoom).map((layer) => layer.name);
    let failed = null;
    try {
      let parsed = {};
      if (names.length) {
        const url = L.Util.template(this._url, { layers: names.sort().join(","), z, x: entry.coords.x, y: entry.coords.y });
        const answer = await fetch(url, { signal: entry.control.signal, credentials: "same-origin", cache });
        if (!answer.ok) throw new Error(`tile ${answer.status}`);
        parsed = new VectorTile(new PbfReader(await answer.arrayBuffer())).layers;
      }
      entry.parsed = parsed;
      this._paint(entry);
    } catch (error) {
      if (error.name === "AbortError") return;
      failed = error;
    }
    done?.(failed, entry.canvas);
    this.fire("painted");
    this._labelsSoon();
    if (entry.again) { entry.again = false; this._fetch(key, null, "no-cache"); }
  },

  onAdd(map) {
    L.GridLayer.prototype.onAdd.call(this, map);
    this.on("tileunload", ({ coords }) => {
      const key = this._tileCoordsToKey(coords);
      this._data.get(key)?.control.abort();
      this._data.delete(key);
    });
    this._labelCanvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("overlayPane"));
    this._labelCanvas.setAttribute("role", "presentation");
    map.on("moveend zoomend resize", this._labelsSoon, this);
    document.fonts?.load('13px "Noto Sans"', "Ω").then(() => this._labelsSoon());
    this._themed = () => this.repaint();
    document.addEventListener("hydria:theme", this._themed);
    this._ground();
  },

  onRemove(map) {
    document.removeEventListener("hydria:theme", this._themed);
    map.off("moveend zoomend resize", this._labelsSoon, this);
    this._labelCanvas.remove();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  _ground() { this._map.getContainer().style.backgroundColor = colours().ground; },

  // Ask anew for the tiles that show a part of the bounds: somebody has just changed what lies there.
  refresh(bounds) {
    for (const [key, entry] of this._data) {
      const { x, y, z } = entry.coords;
      if (!this._tileCoordsToBounds(Object.assign(L.point(x, y), { z })).intersects(bounds)) continue;
      if (!entry.parsed) { entry.again = true; continue; } // on its way, perhaps from before the change
      entry.control.abort();
      entry.control = new AbortController();
      this._fetch(key, null, "no-cache");
    }
  },

  switchLayer(name, on) {
    if (on) this._switched.add(name); else this._switched.delete(name);
    this.redraw();
  },
  isOn(name) { return this._switched.has(name); },
  setLayerOpacity(name, value) { this._opacity[name] = value; this.repaint(); },
  repaint() {
    this._ground();
    for (const entry of this._data.values()) if (entry.parsed) this._paint(entry);
    this._labelsSoon();
  },

  _visible(entry) {
    return this._layers.filter((layer) => this._switched.has(layer.name) && entry.parsed[layer.name]);
  },

  _paint(entry) {
    const ctx = entry.canvas.getContext("2d");
    const c = colours();
    ctx.setTransform(entry.ratio, 0, 0, entry.ratio, 0, 0);
    ctx.clearRect(0, 0, SIZE, SIZE);
    for (const layer of this._visible(entry)) {
      ctx.globalAlpha = this._opacity[layer.name] ?? 1;
      const tile = entry.parsed[layer.name];
      if (layer.kind === "line") this._paintLines(ctx, layer, tile, entry.coords.z, c);
      else if (layer.kind === "polygon") this._paintAreas(ctx, layer, tile, c);
      else this._paintPoints(ctx, layer, tile, entry.coords.z, c);
      ctx.globalAlpha = 1;
    }
  },

  _paintLines(ctx, layer, tile, zoom, c) {
    // One path a look: thousands of lines are stroked at once.
    const looks = new Map();
    for (let i = 0; i < tile.length; i += 1) {
      const feature = tile.feature(i);
      strokes(layer.style, feature.properties, zoom, c).forEach((stroke, level) => {
        const key = `${level}|${stroke.width}|${stroke.colour}|${stroke.dash ?? ""}`;
        if (!looks.has(key)) looks.set(key, { level, stroke, path: new Path2D() });
        trace(looks.get(key).path, feature, tile.extent);
      });
    }
    ctx.lineCap = "round"; ctx.lineJoin = "round";
    for (const { stroke, path } of [...looks.values()].sort((a, b) => a.level - b.level)) {
      ctx.lineWidth = stroke.width; ctx.strokeStyle = stroke.colour; ctx.setLineDash(stroke.dash ?? []);
      ctx.stroke(path);
    }
    ctx.setLineDash([]);
    if (layer.style.arrows && zoom >= 16) paintArrows(ctx, tile, c);
  },

  _paintAreas(ctx, layer, tile, c) {
    const alpha = ctx.globalAlpha;
    for (let i = 0; i < tile.length; i += 1) {
      const feature = tile.feature(i);
      const look = areaLook(layer.style, feature.properties, c);
      const path = new Path2D();
      // An area that is known by a point alone is a small square.
      if (feature.type === 1) square(path, feature, tile.extent); else trace(path, feature, tile.extent, true);
      ctx.globalAlpha = alpha * look.alpha; ctx.fillStyle = look.fill; ctx.fill(path, "evenodd");
      ctx.globalAlpha = alpha; ctx.strokeStyle = look.stroke; ctx.lineWidth = look.width; ctx.setLineDash(look.dash); ctx.stroke(path);
    }
    ctx.setLineDash([]);
  },

  _paintPoints(ctx, layer, tile, zoom, c) {
    for (let i = 0; i < tile.length; i += 1) {
      const feature = tile.feature(i);
      for (const [point] of feature.loadGeometry()) {
        drawPoint(ctx, layer.style, feature.properties, (point.x * SIZE) / tile.extent, (point.y * SIZE) / tile.extent, zoom, c);
      }
    }
  },

  // What lies under a point of the map, topmost first: {layer, id, properties}; tolerance in pixels.
  find(latlng, tolerance = 6) {
    const zoom = Math.round(this._map.getZoom());
    const point = this._map.project(latlng, zoom);
    const x = Math.floor(point.x / SIZE), y = Math.floor(point.y / SIZE);
    const entry = this._data.get(this._tileCoordsToKey({ x, y, z: zoom }));
    if (!entry?.parsed) return [];
    const at = { x: point.x - x * SIZE, y: point.y - y * SIZE };
    const found = [];
    for (const layer of this._visible(entry).reverse()) {
      const tile = entry.parsed[layer.name];
      const best = nearest(tile, layer, at, tolerance);
      if (best) found.push({ layer, ...best });
    }
    return found.sort((a, b) => rank(a) - rank(b));
  },

  // The lines and outlines of a feature, from every tile of the present zoom that shows a part of it, as places.
  shapes(name, id) {
    const zoom = Math.round(this._map.getZoom()), found = [];
    for (const entry of this._data.values()) {
      const tile = entry.coords.z === zoom && entry.parsed?.[name];
      if (!tile) continue;
      for (let i = 0; i < tile.length; i += 1) {
        const feature = tile.feature(i);
        if (feature.id !== id) continue;
        const place = (p) => this._map.unproject([entry.coords.x * SIZE + (p.x * SIZE) / tile.extent, entry.coords.y * SIZE + (p.y * SIZE) / tile.extent], zoom);
        for (const ring of feature.loadGeometry()) found.push(ring.map(place));
      }
    }
    return found;
  },

  _labelsSoon() {
    cancelAnimationFrame(this._labelFrame);
    this._labelFrame = requestAnimationFrame(() => this._map && this._labels());
  },

  // Names along streets and in areas, on one canvas the size of the window, with boxes against collision.
  _labels() {
    const map = this._map, canvas = this._labelCanvas, size = map.getSize(), zoom = Math.round(map.getZoom());
    const ratio = Math.min(MAX_RATIO, window.devicePixelRatio || 1), c = colours();
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    canvas.style.pointerEvents = "none";
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (zoom < 15) return;
    const origin = map.getPixelBounds().min, boxes = [], named = new Map();
    for (const entry of this._data.values()) {
      if (!entry.parsed || entry.coords.z !== zoom) continue;
      for (const layer of this._visible(entry)) {
        if (!layer.style.label) continue;
        const tile = entry.parsed[layer.name];
        for (let i = 0; i < tile.length; i += 1) {
          const feature = tile.feature(i), said = feature.properties[layer.style.label];
          if (!said) continue;
          // A name stands once, a figure at each of its objects.
          const isFigure = typeof said === "number";
          const text = isFigure ? said.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : said;
          for (const spot of spots(feature, layer.kind, tile.extent)) {
            const key = `${layer.name}|${text}|${isFigure ? feature.id : ""}`;
            // The name of a sign stands below it.
            const x = entry.coords.x * SIZE + spot.x - origin.x, y = entry.coords.y * SIZE + spot.y - origin.y + (layer.kind === "point" ? 17 : 0);
            const inside = x > 0 && y > 0 && x < size.x && y < size.y;
            const kept = named.get(key);
            if (inside && (!kept || spot.length > kept.length)) named.set(key, { ...spot, x, y, text: String(text), street: layer.kind === "line" });
          }
        }
      }
    }
    ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round";
    for (const label of [...named.values()].sort((a, b) => b.length - a.length)) {
      ctx.font = label.street ? '12px "Noto Sans", sans-serif' : '600 12px "Noto Sans", sans-serif';
      const width = ctx.measureText(label.text).width;
      if (label.street && width > label.length * 1.25) continue;
      const half = Math.max(9, (width / 2) * Math.abs(Math.cos(label.angle)) + 6), tall = Math.max(9, (width / 2) * Math.abs(Math.sin(label.angle)) + 8);
      const box = [label.x - half, label.y - tall, label.x + half, label.y + tall];
      if (boxes.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
      boxes.push(box);
      ctx.save(); ctx.translate(label.x, label.y); ctx.rotate(label.angle);
      ctx.lineWidth = 3.5; ctx.strokeStyle = c.halo; ctx.strokeText(label.text, 0, 0);
      ctx.fillStyle = c.streetText; ctx.fillText(label.text, 0, 0);
      ctx.restore();
    }
  },
});

function trace(path, feature, extent, close = false) {
  const scale = SIZE / extent;
  for (const ring of feature.loadGeometry()) {
    ring.forEach((p, i) => (i ? path.lineTo(p.x * scale, p.y * scale) : path.moveTo(p.x * scale, p.y * scale)));
    if (close) path.closePath();
  }
}

function square(path, feature, extent) {
  const scale = SIZE / extent;
  for (const [p] of feature.loadGeometry()) path.rect(p.x * scale - 3, p.y * scale - 3, 6, 6);
}

// The longest straight stretch of a line, or the middle of an area's box.
// The way that a line runs: an arrow in the middle of its longest straight piece.
function paintArrows(ctx, tile, c) {
  const scale = SIZE / tile.extent;
  ctx.beginPath();
  for (let i = 0; i < tile.length; i += 1) {
    for (const ring of tile.feature(i).loadGeometry()) {
      let best = null;
      for (let j = 0; j + 1 < ring.length; j += 1) {
        const dx = (ring[j + 1].x - ring[j].x) * scale, dy = (ring[j + 1].y - ring[j].y) * scale, length = Math.hypot(dx, dy);
        if (length > 36 && (!best || length > best.length)) best = { x: ring[j].x * scale + dx / 2, y: ring[j].y * scale + dy / 2, ux: dx / length, uy: dy / length, length };
      }
      if (!best) continue;
      const { x, y, ux, uy } = best, s = 6;
      ctx.moveTo(x - ux * s - uy * s, y - uy * s + ux * s); ctx.lineTo(x + ux * s, y + uy * s); ctx.lineTo(x - ux * s + uy * s, y - uy * s - ux * s);
    }
  }
  ctx.lineWidth = 5; ctx.strokeStyle = c.paper; ctx.stroke();
  ctx.lineWidth = 2; ctx.strokeStyle = c.sewer; ctx.stroke();
}

function spots(feature, kind, extent) {
  const scale = SIZE / extent, out = [];
  for (const ring of feature.loadGeometry()) {
    if (kind !== "line") {
      const xs = ring.map((p) => p.x * scale), ys = ring.map((p) => p.y * scale);
      out.push({ x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2, angle: 0, length: 90 });
      continue;
    }
    let best = null, i = 0;
    while (i < ring.length - 1) {
      // Go on while the direction hardly changes.
      let j = i + 1;
      const first = Math.atan2(ring[j].y - ring[i].y, ring[j].x - ring[i].x);
      while (j < ring.length - 1 && Math.abs(turn(Math.atan2(ring[j + 1].y - ring[j].y, ring[j + 1].x - ring[j].x) - first)) < 0.18) j += 1;
      const dx = (ring[j].x - ring[i].x) * scale, dy = (ring[j].y - ring[i].y) * scale, length = Math.hypot(dx, dy);
      if (!best || length > best.length) {
        let angle = Math.atan2(dy, dx);
        if (angle > Math.PI / 2) angle -= Math.PI; else if (angle < -Math.PI / 2) angle += Math.PI;
        best = { x: ring[i].x * scale + dx / 2, y: ring[i].y * scale + dy / 2, angle, length };
      }
      i = j;
    }
    if (best) out.push(best);
  }
  return out;
}
const turn = (a) => Math.atan2(Math.sin(a), Math.cos(a));
const rank = (hit) => ({ point: 0, line: 1, polygon: 2 })[hit.layer.kind] * 1000 + hit.distance;

function nearest(tile, layer, at, tolerance) {
  const scale = SIZE / tile.extent;
  let best = null;
  for (let i = 0; i < tile.length; i += 1) {
    const feature = tile.feature(i);
    if (feature.id === undefined || layer.style.draw === "street") continue;
    const lift = layer.style.draw === "pin" ? 14 : 0;
    const distance = distanceTo(feature.loadGeometry(), layer.kind, scale, { x: at.x, y: at.y + lift });
    const reach = layer.kind === "point" ? tolerance + 5 : tolerance;
    if (distance <= reach && (!best || distance < best.distance)) best = { id: feature.id, properties: feature.properties, distance };
  }
  return best;
}

function distanceTo(rings, kind, scale, at) {
  let best = Infinity;
  if (kind === "polygon" && rings[0]?.length > 1) return rings.filter((ring) => contains(ring, scale, at)).length % 2 ? 0 : Infinity;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 1) {
      const a = { x: ring[i].x * scale, y: ring[i].y * scale };
      const b = kind === "line" && i + 1 < ring.length ? { x: ring[i + 1].x * scale, y: ring[i + 1].y * scale } : a;
      const dx = b.x - a.x, dy = b.y - a.y, long = dx * dx + dy * dy;
      const share = long ? Math.max(0, Math.min(1, ((at.x - a.x) * dx + (at.y - a.y) * dy) / long)) : 0;
      best = Math.min(best, Math.hypot(at.x - a.x - share * dx, at.y - a.y - share * dy));
    }
  }
  return best;
}

function contains(ring, scale, at) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = { x: ring[i].x * scale, y: ring[i].y * scale }, b = { x: ring[j].x * scale, y: ring[j].y * scale };
    if (a.y > at.y !== b.y > at.y && at.x < ((b.x - a.x) * (at.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
