// The map beside the lists that answer a question about the network.
import * as L from "leaflet";
import { makeMap, readOptions } from "./base.js";
import { drawAnswer, readDrawing } from "./isolate.js";

// It is drawn anew when the answer is, and the address then names what was asked.
export async function answerMap(element) {
  const target = document.getElementById("answer");
  const options = await readOptions(element.dataset.layers || "streets,pipes");
  options.layers.forEach((layer) => { layer.on = true; });
  const { map } = makeMap(element, options, { scrollWheelZoom: false });
  const group = L.featureGroup().addTo(map);
  const say = (url) => window.htmx.ajax("GET", url, { target: "#answer" });
  let seen = "";
  const show = () => {
    const drawing = readDrawing(target), text = JSON.stringify(drawing);
    drawAnswer(L, group, drawing, say);
    if (drawing && text !== seen && group.getBounds().isValid()) map.fitBounds(group.getBounds().pad(0.12), { maxZoom: 18, animate: false });
    seen = text;
    element.dataset.marks = String(drawing?.marks.length ?? 0);
  };
  // Marks that are dots from afar show their number near by.
  const look = () => element.classList.toggle("is-near", map.getZoom() >= 18);
  map.on("zoomend", look);
  show();
  look();
  document.addEventListener("hydria:theme", show);
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== target) return;
    const url = target.querySelector("[data-page-url]")?.dataset.pageUrl;
    if (url) history.replaceState(null, "", url);
    show();
  });
  element.dataset.ready = "1";
}
