// Plan a cut: show the controls of the chosen way to say where; count when the drawing changes; draw what was counted.
const form = document.querySelector("[data-outage-form]");
const parts = [...form.querySelectorAll("[data-source]")];
const area = form.querySelector("#id_area"), map = form.querySelector('[data-map="draw"]');
const count = document.getElementById("area-count");
const chosen = () => form.querySelector("[name=area_source]:checked")?.value;

// The map shows the drawing, or the circle or zone of the count that stands on the page.
function showArea() {
  const counted = count.querySelector("[data-shape]")?.dataset;
  const geometry = counted?.source === chosen() ? counted.shape : null;
  map.dispatchEvent(new CustomEvent("hydria:show-area", { detail: chosen() === "drawn" ? {} : { geometry } }));
}
function show() {
  parts.forEach((part) => { part.hidden = part.dataset.source !== chosen(); });
  showArea();
}
form.querySelectorAll("[name=area_source]").forEach((radio) => radio.addEventListener("change", show));
map.addEventListener("hydria:draw", () => area.dispatchEvent(new CustomEvent("hydria:area", { bubbles: true })));
count.addEventListener("htmx:afterSwap", showArea);
// The map's script comes after this one.
new MutationObserver(showArea).observe(map, { attributeFilter: ["data-ready"] });
show();
