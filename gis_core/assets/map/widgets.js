// Maps inside pages: a still card, a public map, the point of a report, the area of a cut.
import * as L from "leaflet";
import { Highlight, makeMap, pin, readOptions } from "./base.js";
import { colours } from "./styles.js";

const lookOfArea = () => ({ color: colours().outage, weight: 3, dashArray: "8 5", fillOpacity: 0.16 });
const lookOfOther = () => ({ color: colours().tank, weight: 3, fillOpacity: 0.08 });

export async function card(element) {
  const options = await readOptions(element.dataset.layers || "streets");
  const { map, tiles } = makeMap(element, options, { scrollWheelZoom: false, dragging: !L.Browser.mobile });
  const [lon, lat] = (element.dataset.point || "").split(",").map(Number);
  if (Number.isFinite(lat) && element.dataset.point) {
    map.setView([lat, lon], Number(element.dataset.zoom) || 17);
    const [layer, id] = (element.dataset.select || "").split(":");
    if (id) new Highlight(map, tiles, options.layers).show(layer, id, [lat, lon]);
    else pin([lat, lon], colours().tank).addTo(map);
  }
  if (element.dataset.shape) {
    const shape = L.geoJSON(JSON.parse(element.dataset.shape), { style: lookOfArea, interactive: false }).addTo(map);
    const bounds = shape.getBounds();
    if (element.dataset.compare) {
      const other = L.geoJSON(JSON.parse(element.dataset.compare), { style: lookOfOther, interactive: false }).addTo(map);
      bounds.extend(other.getBounds());
    }
    map.fitBounds(bounds.pad(0.2), { maxZoom: 17 });
  }
}

export async function publicMap(element) {
  const options = await readOptions(element.dataset.layers || "streets,outages");
  const { map } = makeMap(element, options, { scrollWheelZoom: false });
  if (!element.dataset.geojson) return;
  const answer = await fetch(element.dataset.geojson);
  if (!answer.ok) return;
  const collection = await answer.json();
  const idOf = (feature) => String(feature.id ?? feature.properties?.public_id ?? feature.properties?.id);
  const focus = element.dataset.focus;
  const shown = focus ? collection.features.filter((feature) => idOf(feature) === focus) : collection.features;
  if (!shown.length) return;
  // A sample of a file, or what a report tells of it: thin, the refused in the colour of faults.
  const lookOfSample = (feature) => ({
    color: feature.properties.outcome === "refused" ? colours().fault : colours().outage, weight: 2, fillOpacity: 0.3,
  });
  const shape = L.geoJSON({ type: "FeatureCollection", features: shown }, {
    style: element.dataset.look === "sample" ? lookOfSample : lookOfArea,
    pointToLayer: (_feature, latlng) => L.circleMarker(latlng, { radius: 3 }),
    onEachFeature: (feature, layer) => layer.on("click", () => {
      const row = document.getElementById(`outage-${idOf(feature)}`) ?? document.getElementById(`object-${idOf(feature)}`);
      row?.scrollIntoView({ block: "center" }); row?.focus();
    }),
  }).addTo(map);
  map.fitBounds(shape.getBounds().pad(0.25), { maxZoom: 16 });
}

// Tap or drag: fires hydria:pick with {lon, lat}; hydria:show from outside moves the pin.
export async function pick(element) {
  const options = await readOptions(element.dataset.layers || "streets,outages");
  const { map } = makeMap(element, options);
  const inputs = [element.dataset.longitude, element.dataset.latitude].map((name) => name && document.querySelector(name));
  let marker = null;
  const tell = ({ lat, lng }) => element.dispatchEvent(new CustomEvent("hydria:pick", { bubbles: true, detail: { lon: lng, lat } }));
  const show = (latlng, pan = false) => {
    if (!marker) {
      marker = pin(latlng, colours().fault, { draggable: true }).addTo(map);
      marker.on("dragend", () => tell(marker.getLatLng()));
    }
    marker.setLatLng(latlng);
    if (pan) map.setView(latlng, Math.max(map.getZoom(), 17));
  };
  map.on("click", ({ latlng }) => { show(latlng); tell(latlng); });
  element.addEventListener("hydria:show", ({ detail }) => show([detail.lat, detail.lon], true));
  const [lon, lat] = inputs.map((input) => Number(input?.value?.replace(",", ".")));
  if (inputs[0]?.value && Number.isFinite(lat)) show([lat, lon], true);
}

// One polygon: written as GeoJSON into data-field, told by hydria:draw; the corners stand in a table for the keyboard.
export async function draw(element) {
  await import("@geoman-io/leaflet-geoman-free");
  L.Marker.mergeOptions({ keyboard: false });  // its handles are for the pointer; the keyboard has the table
  const options = await readOptions(element.dataset.layers || "streets,pipes,connections");
  const { map } = makeMap(element, options);
  const field = document.querySelector(element.dataset.field);
  const words = options.words;
  map.pm.setLang("hydria", { tooltips: { firstVertex: words.firstVertex, continueLine: words.nextVertex, finishPoly: words.finish } }, "en");
  map.pm.setGlobalOptions({ exitModeOnEscape: true, finishOnEnter: true, snapDistance: 12, pathOptions: lookOfArea(), markerStyle: { opacity: 1 } });
  let shape = null, unfinished = false;
  const table = cornerTable(element, words, (corners) => { replace(corners, true); });
  const write = () => {
    field.value = shape ? JSON.stringify(shape.toGeoJSON(7).geometry) : "";
    table.show(shape ? shape.getLatLngs()[0] : []);
    element.dispatchEvent(new CustomEvent("hydria:draw", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const adopt = (layer) => {
    if (shape && shape !== layer) shape.remove();
    shape = layer;
    shape.pm.enable({ allowSelfIntersection: false });
    shape.on("pm:edit pm:markerdragend pm:vertexadded pm:vertexremoved", write);
  };
  const replace = (corners, told) => {
    if (corners.length < 3) return;
    adopt(L.polygon(corners, lookOfArea()).addTo(map));
    if (told) write();
  };
  map.on("pm:create", ({ layer }) => { unfinished = false; adopt(layer); write(); });
  // From the third corner on the drawing is an area already: it is told while it grows, and taken back if it is left.
  map.on("pm:drawstart", ({ workingLayer }) => {
    const grown = () => {
      const corners = workingLayer.getLatLngs().flat();
      if (corners.length < 3) { if (unfinished) { unfinished = false; write(); } return; }
      unfinished = true;
      field.value = JSON.stringify(L.polygon(corners).toGeoJSON(7).geometry);
      element.dispatchEvent(new CustomEvent("hydria:draw", { bubbles: true }));
    };
    workingLayer.on("pm:vertexadded pm:vertexremoved", grown);
  });
  map.on("pm:drawend", () => setTimeout(() => { if (unfinished) { unfinished = false; write(); } }));
  const bar = L.DomUtil.create("div", "d-flex flex-wrap gap-2 my-2");
  const button = (text, act) => {
    const made = L.DomUtil.create("button", "btn btn-outline-secondary btn-sm", bar);
    made.type = "button"; made.textContent = text; made.addEventListener("click", act);
  };
  button(words.draw, () => { shape?.pm.disable(); map.pm.enableDraw("Polygon", { allowSelfIntersection: false }); });
  button(words.remove, () => { shape?.remove(); shape = null; map.pm.disableDraw(); write(); });
  element.before(bar);
  // An area that is said in another way (a circle, a zone) is shown in place of the drawing, which is kept meanwhile.
  let other = null, looking = false;
  element.addEventListener("hydria:show-area", ({ detail }) => {
    other?.remove();
    other = null;
    const isOther = detail.geometry !== undefined;
    bar.classList.toggle("d-none", isOther);
    table.box.hidden = isOther;
    if (isOther) map.pm.disableDraw();
    if (isOther === looking && !detail.geometry) return;
    looking = isOther;
    if (shape) { if (isOther) { shape.pm.disable(); shape.remove(); } else { shape.addTo(map); shape.pm.enable({ allowSelfIntersection: false }); } }
    if (!detail.geometry) return;
    other = L.geoJSON(JSON.parse(detail.geometry), { style: { ...lookOfArea(), className: "map-area" }, interactive: false, pmIgnore: true }).addTo(map);
    map.fitBounds(other.getBounds().pad(0.15), { maxZoom: 17 });
  });
  element.dataset.ready = "1";
  if (field.value) {
    const kept = L.geoJSON(JSON.parse(field.value));
    kept.eachLayer((layer) => {
      const rings = layer.getLatLngs();
      replace(Array.isArray(rings[0][0]) ? rings[0][0] : rings[0], false);
    });
    if (shape) { map.fitBounds(shape.getBounds().pad(0.2)); table.show(shape.getLatLngs()[0]); }
  }
}

function cornerTable(element, words, changed) {
  const box = L.DomUtil.create("details", "vertices small2 mt-1");
  const summary = L.DomUtil.create("summary", "", box);
  summary.textContent = words.edit;
  const body = L.DomUtil.create("div", "d-flex flex-wrap gap-2 mt-1", box);
  element.after(box);
  return {
    box,
    show(corners) {
      summary.textContent = `${words.edit} (${corners.length})`;
      const points = corners.map((corner) => ({ lat: corner.lat, lng: corner.lng }));
      body.replaceChildren(...points.map((point, index) => {
        const label = document.createElement("label");
        label.textContent = `${words.vertex} ${index + 1} `;
        const input = document.createElement("input");
        input.className = "form-control form-control-sm";
        input.value = `${point.lat.toFixed(6)}, ${point.lng.toFixed(6)}`;
        input.addEventListener("change", () => {
          const [lat, lng] = input.value.split(/[,;\s]+/).map(Number);
          if (Number.isFinite(lat) && Number.isFinite(lng)) { points[index] = { lat, lng }; changed(points); }
        });
        label.append(input);
        return label;
      }));
    },
  };
}
