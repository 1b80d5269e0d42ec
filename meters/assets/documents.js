// Documents of the register: a tapped point goes into the form; the device's position goes along with what was done.
for (const map of document.querySelectorAll("[data-place-into]")) {
  const write = (selector, value) => { document.querySelector(selector).value = value.toFixed(7); };
  map.addEventListener("hydria:pick", ({ detail }) => { write(map.dataset.longitude, detail.lon); write(map.dataset.latitude, detail.lat); });
}

const form = document.querySelector("[data-execution]");
if (form) {
  const said = form.querySelector("[data-position-said]");
  const fill = (name, value) => { form.elements.namedItem(name).value = value; };
  said.textContent = navigator.geolocation ? said.dataset.waiting : said.dataset.none;
  navigator.geolocation?.getCurrentPosition(({ coords }) => {
    fill("longitude", coords.longitude.toFixed(7));
    fill("latitude", coords.latitude.toFixed(7));
    fill("accuracy", coords.accuracy.toFixed(1));
    said.textContent = said.dataset.found.replace("#", Math.round(coords.accuracy));
  }, () => { said.textContent = said.dataset.none; }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 10000 });
}
