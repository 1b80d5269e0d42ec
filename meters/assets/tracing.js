// The tools "isolation" and "trace" of the staff map: a click asks, the drawer answers, the map shows it.
import { drawAnswer, readDrawing } from "../../gis_core/assets/map/isolate.js";

const element = document.getElementById("staff-map");
const part = document.getElementById("tracing-tools");

function begin(shared) {
  const { L, map, drawer, content } = shared;
  const group = L.featureGroup().addTo(map);
  const buttons = [...part.querySelectorAll("[data-ask]")], kind = part.querySelector("[data-trace-kind]"), hint = part.querySelector("[data-ask-hint]");
  document.querySelector(".map-tools").insertBefore(part, document.getElementById("measured"));
  part.hidden = false;
  let asking = null, query = "", clicked = null;

  const load = (url) => window.htmx.ajax("GET", url, { target: "#drawer-content" });
  const forget = () => { query = ""; group.clearLayers(); };
  function choose(button) {
    const next = button && asking !== button.dataset.ask ? button.dataset.ask : null;
    asking = next;
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.ask === next)));
    part.querySelector("[data-trace-box]").hidden = next !== "trace";
    hint.textContent = next ? hint.dataset[next] : "";
    element.style.cursor = next ? "crosshair" : "";
    shared.takeClick = next ? click : null;
    shared.takeEscape = next ? leave : null;
    forget();
    if (!next) return;
    shared.highlight.clear();
    drawer.hidden = true;
    element.dispatchEvent(new CustomEvent("hydria:tool", { detail: "tracing" }));
  }
  const leave = () => { choose(null); shared.close(); element.focus(); };
  function click({ latlng }) {
    clicked = latlng;
    const near = map.containerPointToLatLng(map.latLngToContainerPoint(latlng).add([14, 0]));
    const place = `${latlng.lng.toFixed(7)},${latlng.lat.toFixed(7)},${Math.max(2, map.distance(latlng, near)).toFixed(1)}`;
    const address = new URL(asking === "trace" ? part.dataset.trace : part.dataset.isolation, location.href);
    address.search = query;
    if (asking === "trace") address.searchParams.set("kind", kind.value);
    address.searchParams.set("click", place);
    load(address.pathname + address.search);
  }
  buttons.forEach((button) => button.addEventListener("click", () => choose(button)));
  kind.addEventListener("change", () => {
    const from = new URLSearchParams(query);
    forget();
    if (!from.has("from")) return;
    from.set("kind", kind.value);
    from.delete("to");
    load(`${part.dataset.trace}?${from}`);
  });
  // One tool at a time: another that begins ends this one, and keeps the clicks it has taken.
  element.addEventListener("hydria:tool", ({ detail }) => {
    if (detail === "tracing" || !asking) return;
    const { takeClick, takeEscape } = shared;
    choose(null);
    if (takeClick !== click) Object.assign(shared, { takeClick, takeEscape });
  });
  const show = () => drawAnswer(L, group, asking ? readDrawing(content) : null, load);
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!asking || detail.target !== content) return;
    drawer.hidden = false;
    query = content.querySelector("[data-query]")?.dataset.query ?? query;
    hint.textContent = "";
    show();
    // What was clicked comes out from under the drawer, which on a phone lies across the map.
    const isAcross = drawer.offsetWidth > map.getSize().x * 0.7;
    const free = isAcross ? [40, drawer.offsetHeight + 40] : [drawer.offsetWidth + 40, 40];
    if (clicked) map.panInside(clicked, { paddingTopLeft: [40, isAcross ? 190 : 40], paddingBottomRight: free, animate: false });
    clicked = null;
  });
  document.addEventListener("hydria:theme", show);
  drawer.querySelector("[data-close-drawer]").addEventListener("click", () => { if (asking) forget(); });
  part.dataset.ready = "1";
}

if (element.hydria) begin(element.hydria);
else element.addEventListener("hydria:map", ({ detail }) => begin(detail), { once: true });
