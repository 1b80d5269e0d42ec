// The map of who walks: numbered marks of what waits, and where one stands. It follows nothing by itself: a thumb that
// moved the map finds it where it left it.
import * as L from "leaflet";
import { makeMap, readOptions } from "./base.js";
import { colours } from "./styles.js";

export async function fieldMap(element) {
  const options = await readOptions(element.dataset.layers || "streets");
  const { map } = makeMap(element, options);
  const group = L.featureGroup().addTo(map), marks = new Map();
  const answer = await fetch(element.dataset.geojson, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`marks ${answer.status}`);
  const { features } = await answer.json();
  for (const feature of features) {
    const mark = markOf(feature, element.dataset.open).addTo(group);
    marks.set(String(feature.id), mark);
  }
  if (features.length) map.fitBounds(group.getBounds().pad(0.15), { maxZoom: 17, animate: false });
  element.addEventListener("hydria:show", ({ detail }) => {
    const mark = marks.get(String(detail.id));
    if (mark) { map.setView(mark.getLatLng(), Math.max(map.getZoom(), 17)); mark.openPopup(); }
  });
  ownPosition(element, map);
  element.dataset.marks = String(features.length);
  element.dataset.ready = "1";
}

function markOf({ geometry, properties }, open) {
  const [lon, lat] = geometry.coordinates;
  const span = document.createElement("span");
  span.className = `mark large ${properties.tone}`;
  span.append(Object.assign(document.createElement("em"), { textContent: String(properties.number) }));
  if (properties.sign) span.append(Object.assign(document.createElement("b"), { textContent: properties.sign }));
  const box = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href: properties.url, textContent: open });
  link.setAttribute("aria-label", `${open}: ${properties.title}`);
  box.append(Object.assign(document.createElement("strong"), { textContent: properties.title }));
  box.append(Object.assign(document.createElement("p"), { className: "my-1", textContent: properties.text }), link);
  // The list is the keyboard's way.
  return L.marker([lat, lon], {
    icon: L.divIcon({ className: "mark-box", iconSize: [34, 34], html: span }), keyboard: false, title: properties.title,
  }).bindPopup(box, { minWidth: 180 });
}

// Where one stands, with the circle of its accuracy; a button brings it into view.
function ownPosition(element, map) {
  const button = element.parentElement.querySelector("[data-locate]");
  if (!navigator.geolocation || !button) return;
  let dot = null, circle = null, wanted = false;
  const show = ({ coords }) => {
    const at = [coords.latitude, coords.longitude];
    if (!dot) {
      circle = L.circle(at, { radius: coords.accuracy, color: colours().tank, weight: 1, fillOpacity: 0.12, interactive: false }).addTo(map);
      dot = L.circleMarker(at, { radius: 8, color: "#fff", weight: 3, fillColor: colours().tank, fillOpacity: 1, interactive: false, className: "own-position" }).addTo(map);
    }
    dot.setLatLng(at);
    circle.setLatLng(at).setRadius(coords.accuracy);
    if (wanted) { map.setView(at, Math.max(map.getZoom(), 17)); wanted = false; }
    element.dispatchEvent(new CustomEvent("hydria:position", { bubbles: true, detail: { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy } }));
  };
  navigator.geolocation.watchPosition(show, () => {}, { enableHighAccuracy: true, maximumAge: 10000 });
  button.hidden = false;
  button.addEventListener("click", () => {
    wanted = true;
    if (dot) { map.setView(dot.getLatLng(), Math.max(map.getZoom(), 17)); wanted = false; }
  });
}
