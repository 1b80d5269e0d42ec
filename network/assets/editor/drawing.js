// Points on the map: clicks that snap on the server, handles to drag, a table of corners beside it.
import { ask } from "./server.js";

const REACH_PX = 14, PAUSE_MS = 60;
const LOOK = { color: "#d6006c", weight: 4, interactive: false };

export class Drawing {
  constructor({ L, map }, words, url, tell) {
    Object.assign(this, { L, map, words, url, tell, points: [], way: null });
    this.group = L.layerGroup();
    this.ring = L.circleMarker([0, 0], { ...LOOK, radius: 11, fill: false });
    this.ring.bindTooltip("", { permanent: true, direction: "top", offset: [0, -10], className: "snap-said", opacity: 1 });
    this.band = L.polyline([], { ...LOOK, dashArray: "4 6", opacity: 0.7 });
    this.theirs = L.polyline([], { color: "#b25e00", weight: 5, dashArray: "2 8", interactive: false });
    this.middle = document.createElement("div");
    this.middle.className = "map-middle";
    this.moved = (event) => this.hover(event.latlng);
    this.typed = (event) => {
      if (event.key !== "Enter" || event.target !== map.getContainer()) return;
      event.preventDefault();
      this.click({ latlng: map.getCenter() });
    };
    this.focused = () => { if (this.way && map.getContainer().matches(":focus-visible")) map.getContainer().append(this.middle); };
    this.blurred = () => this.middle.remove();
  }

  // way: {kinds, points, changed, finish, single, corners, ends, adds, keep, accepts, reach}; kinds and accepts are asked
  // with the corner's number.
  begin(way) {
    this.stop();
    this.way = way;
    this.points = [...(way.points ?? [])];
    this.group.addTo(this.map);
    const box = this.map.getContainer();
    this.map.on("mousemove", this.moved);
    this.map.doubleClickZoom.disable();
    box.addEventListener("keydown", this.typed);
    box.addEventListener("focus", this.focused);
    box.addEventListener("blur", this.blurred);
    box.style.cursor = "crosshair";
    box.tabIndex = 0;
    this.shared().takeClick = way.adds === false ? () => {} : (event) => this.click(event);
    this.paint();
  }
  shared() { return document.getElementById("staff-map").hydria; }
  stop() {
    this.way = null;
    this.asking?.abort();
    clearTimeout(this.pause);
    this.points = [];
    this.group.clearLayers().remove();
    [this.ring, this.band, this.theirs].forEach((layer) => layer.remove());
    this.map.off("mousemove", this.moved);
    this.map.doubleClickZoom.enable();
    const box = this.map.getContainer();
    box.removeEventListener("keydown", this.typed);
    box.removeEventListener("focus", this.focused);
    box.removeEventListener("blur", this.blurred);
    this.middle.remove();
    box.style.cursor = "";
    this.shared().takeClick = null;
  }

  kinds(index) { return typeof this.way.kinds === "function" ? this.way.kinds(index) : this.way.kinds; }
  next() { return this.way.single ? 0 : this.points.length; }
  takes(point, index) { return !this.way.accepts || this.way.accepts(point, index); }
  within(latlng) {
    const at = this.map.latLngToContainerPoint(latlng), beside = this.map.containerPointToLatLng(at.add([this.way.reach ?? REACH_PX, 0]));
    return Math.min(60, this.map.distance(latlng, beside));
  }
  // What the network has at a place, nearest first; the place itself where it has nothing.
  async find(latlng, index, signal = null) {
    const answer = await ask(`${this.url}?lon=${latlng.lng.toFixed(9)}&lat=${latlng.lat.toFixed(9)}&within=${this.within(latlng).toFixed(3)}&kinds=${this.kinds(index)}`, signal);
    return answer && (answer.snaps[0] ?? answer.here);
  }

  // --- the preview: asked when the pointer rests a moment, the last question alone ---
  hover(latlng) {
    clearTimeout(this.pause);
    if (!this.way || this.way.adds === false) return;
    const last = this.points.at(-1);
    if (last && !this.way.single) this.band.setLatLngs([[last.lat, last.lon], latlng]).addTo(this.map);
    if (!this.kinds(this.next())) return;
    this.pause = setTimeout(async () => {
      this.asking?.abort();
      this.asking = new AbortController();
      const point = await this.find(latlng, this.next(), this.asking.signal);
      if (!this.way || !point) return;
      if (!point.kind) { this.ring.remove(); return; }
      this.ring.setLatLng([point.lat, point.lon]).addTo(this.map);
      this.ring.setTooltipContent(point.said);
      if (last && !this.way.single) this.band.setLatLngs([[last.lat, last.lon], [point.lat, point.lon]]);
    }, PAUSE_MS);
  }

  // Clicks are answered in their order, however fast they come.
  click(event) {
    const { latlng } = event, way = this.way;
    if (event.originalEvent?.detail > 1 && way.finish) { this.queue = (this.queue ?? Promise.resolve()).then(() => this.way === way && way.finish()); return; }
    this.queue = (this.queue ?? Promise.resolve()).then(async () => {
      if (this.way !== way) return;
      const index = this.next(), point = await this.find(latlng, index);
      if (this.way !== way) return;
      if (!point) { this.tell(this.words.failed); return; }
      if (!this.takes(point, index)) return;
      this.points = way.single ? [point] : [...this.points, point];
      this.paint();
      way.changed(this.points);
    });
  }

  showTheirs(corners) {
    this.theirs.remove();
    if (corners) this.theirs.setLatLngs(corners.map(([lon, lat]) => [lat, lon])).addTo(this.map);
  }

  paint() {
    const { L, way } = this;
    this.group.clearLayers();
    this.ring.remove(); this.band.remove();
    if (!way) return;
    if (this.points.length > 1) L.polyline(this.points.map(({ lat, lon }) => [lat, lon]), LOOK).addTo(this.group);
    if (way.single && !way.keep) return;
    this.points.forEach((point, index) => {
      const fixed = way.ends && (index === 0 || index === this.points.length - 1);
      const mark = L.marker([point.lat, point.lon], { draggable: !fixed, keyboard: false, icon: L.divIcon({ className: `corner-mark${point.kind || fixed ? " is-joined" : ""}`, iconSize: [14, 14] }) }).addTo(this.group);
      mark.on("dragend", () => this.drop(index, mark.getLatLng()));
    });
    if (!way.corners) return;
    this.points.slice(1).forEach((point, index) => {
      const before = this.points[index];
      const half = L.marker([(point.lat + before.lat) / 2, (point.lon + before.lon) / 2], { draggable: true, keyboard: false, icon: L.divIcon({ className: "corner-between", iconSize: [10, 10] }) }).addTo(this.group);
      half.on("dragend", () => this.drop(index + 1, half.getLatLng(), true));
    });
  }
  async drop(index, latlng, fresh = false) {
    const way = this.way, point = await this.find(latlng, index);
    if (this.way !== way || !point) return;
    if (!this.takes(point, index)) { this.paint(); return; }
    this.points = fresh ? this.points.toSpliced(index, 0, point) : this.points.with(index, point);
    this.paint();
    way.changed(this.points);
  }
}

// The table of corners: in ΕΓΣΑ87 and in degrees, each to be written, inserted or removed without a pointer.
export function cornerTable(box, words, url, changed, tell, { single = false, fixed = false, ends = false, rooted = false, kinds = fixed || ends ? () => "" : () => "node,pipe", accepts = () => true, within = 0.5 } = {}) {
  box.innerHTML = `<h3 class="mt-2"></h3><div class="corner-list"></div>`;
  box.querySelector("h3").textContent = fixed ? words.place : words.corners;
  const list = box.querySelector(".corner-list");
  let points = [];
  const number = (input) => Number(input.value.replace(/\s/g, "").replace(",", "."));
  const look = async (query, index) => {
    const answer = await ask(`${url}?${query}&within=${within}&kinds=${kinds(index)}`);
    if (!answer) { tell(words.failed); return null; }
    const found = answer.snaps[0] ?? answer.here;
    return accepts(found, index) ? found : null;
  };
  function inputs(point, take) {
    return [["x", words.east, 3], ["y", words.north, 3], ["lon", words.lon, 7], ["lat", words.lat, 7]].map(([name, title, digits]) => {
      const label = document.createElement("label"), input = document.createElement("input");
      input.className = "form-control form-control-sm"; input.inputMode = "decimal"; input.dataset.corner = name;
      input.value = point ? point[name].toFixed(digits) : "";
      label.append(title, input);
      const read = () => {
        const both = name === "x" || name === "y" ? ["x", "y"] : ["lon", "lat"];
        const values = both.map((each) => number(label.parentElement.querySelector(`[data-corner="${each}"]`)));
        if (values.every((value) => Number.isFinite(value) && value !== 0)) take(`${both[0]}=${values[0]}&${both[1]}=${values[1]}`);
      };
      if (point) input.addEventListener("change", read);
      else input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); read(); } });
      label.read = read;
      return label;
    });
  }
  const small = (icon, title, act) => {
    const made = document.createElement("button");
    made.type = "button"; made.className = "btn btn-quiet btn-sm"; made.title = title; made.setAttribute("aria-label", title);
    made.innerHTML = `<i class="bi bi-${icon}" aria-hidden="true"></i>`;
    made.addEventListener("click", act);
    return made;
  };
  const set = (next, focus = null) => {
    points = next;
    show(points);
    changed(points);
    if (focus !== null) list.querySelectorAll("fieldset")[focus]?.querySelector("input:not(:disabled)")?.focus();
  };
  function one(point, index) {
    const group = document.createElement("fieldset"), legend = document.createElement("legend"), isEnd = ends && (index === 0 || index === points.length - 1);
    legend.textContent = `${fixed ? words.place : `${words.corner} ${index + 1}`}${point.said ? ` · ${fixed ? "" : words.joined} ${point.said}` : ""}`;
    group.append(legend, ...inputs(point, async (query) => { const found = await look(query, index); if (found) set(points.with(index, found), index); }));
    if (isEnd) group.querySelectorAll("input").forEach((input) => { input.disabled = true; });
    if (!single && !fixed) {
      const acts = document.createElement("span");
      if (!isEnd && !(rooted && index === 0)) acts.append(small("trash", `${words.removeCorner} ${index + 1}`, () => { set(points.toSpliced(index, 1)); tell(words.removeCorner); }));
      if (index + 1 < points.length) {
        acts.append(small("node-plus", `${words.insertCorner} ${index + 1}`, async () => {
          const next = points[index + 1], found = await look(`x=${(point.x + next.x) / 2}&y=${(point.y + next.y) / 2}`, index + 1);
          if (found) set(points.toSpliced(index + 1, 0, found), index + 1);
        }));
      }
      group.append(acts);
    }
    return group;
  }
  function show(next) {
    points = next;
    const rows = single ? [] : points.map(one);
    if (!fixed && !ends) {
      const group = document.createElement("fieldset"), legend = document.createElement("legend");
      legend.textContent = single ? words.corners : `${words.corner} ${points.length + 1}`;
      const labels = inputs(null, async (query) => { const found = await look(query, single ? 0 : points.length); if (found) { set(single ? [found] : [...points, found], points.length); } });
      group.append(legend, ...labels, small("plus-lg", words.addCorner, () => { const filled = labels.find((label) => label.firstElementChild.value); filled?.read(); }));
      rows.push(group);
    }
    list.replaceChildren(...rows);
  }
  return { show };
}
