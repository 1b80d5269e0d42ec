// Plan a cut: show the controls of the chosen way to say where; count when the drawing changes.
const form = document.querySelector("[data-outage-form]");
const parts = [...form.querySelectorAll("[data-source]")];
const area = form.querySelector("#id_area");

function show() {
  const chosen = form.querySelector("[name=area_source]:checked")?.value;
  parts.forEach((part) => { part.hidden = part.dataset.source !== chosen; });
  // A map that was hidden must learn its size.
  window.dispatchEvent(new Event("resize"));
}
form.querySelectorAll("[name=area_source]").forEach((radio) => radio.addEventListener("change", show));
form.querySelector('[data-map="draw"]')?.addEventListener("hydria:draw", () => {
  area.dispatchEvent(new CustomEvent("hydria:area", { bubbles: true }));
});
show();
