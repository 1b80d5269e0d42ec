// Pages of tasks: a tapped point goes into the form; how far each task is; photos chosen; boxes of the whole list.
for (const map of document.querySelectorAll("[data-place-into]")) {
  const write = (selector, value) => { document.querySelector(selector).value = value.toFixed(7); };
  map.addEventListener("hydria:pick", ({ detail }) => { write(map.dataset.longitude, detail.lon); write(map.dataset.latitude, detail.lat); });
}

for (const input of document.querySelectorAll("input[type=file][data-said]")) {
  const said = document.getElementById(input.dataset.said), words = said.textContent;
  input.addEventListener("change", () => { said.textContent = input.files.length ? [...input.files].map((file) => file.name).join(", ") : words; });
}

// How far each task is from where one stands: the list stays in its order, only the distance is told.
const EARTH_M = 6371000, RADIAN = Math.PI / 180;
function metres(a, b) {
  const x = (b.lon - a.lon) * RADIAN * Math.cos(((a.lat + b.lat) / 2) * RADIAN), y = (b.lat - a.lat) * RADIAN;
  return Math.hypot(x, y) * EARTH_M;
}
document.addEventListener("hydria:position", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-lon]")) {
    const far = metres(detail, { lon: Number(place.dataset.lon), lat: Number(place.dataset.lat) });
    const comma = document.documentElement.lang === "el" ? "," : ".";
    const text = far < 1000 ? `${Math.round(far / 10) * 10} m` : `${(far / 1000).toFixed(1).replace(".", comma)} km`;
    place.textContent = ` · ${text}`;
  }
});

const all = document.querySelector("[data-choose-all]");
if (all) {
  const boxes = [...document.querySelectorAll('input[form="bulk"][name="task"]')];
  const count = document.querySelector("[data-chosen-count]");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = count.dataset.words.replace("#", String(chosen));
    all.checked = chosen > 0 && chosen === boxes.length;
  };
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); tell(); });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
}
