// Pages of the network outside the map: a tapped point goes into its two fields; the device's position.
for (const map of document.querySelectorAll("[data-place-into]")) {
  const write = (selector, value) => { document.querySelector(selector).value = value.toFixed(7); };
  map.addEventListener("hydria:pick", ({ detail }) => { write(map.dataset.longitude, detail.lon); write(map.dataset.latitude, detail.lat); });
}

const where = (found, failed) => navigator.geolocation?.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15000, maximumAge: 10000 });

// --- the field check: the position comes by itself, turns by the thumb ---
const check = document.querySelector("[data-check]");
if (check) {
  const said = check.querySelector("[data-position-said]");
  const fill = (name, value) => { check.elements.namedItem(name).value = value; };
  said.textContent = navigator.geolocation ? said.dataset.waiting : said.dataset.none;
  where(({ coords }) => {
    fill("longitude", coords.longitude.toFixed(7)); fill("latitude", coords.latitude.toFixed(7)); fill("accuracy", coords.accuracy.toFixed(1));
    said.textContent = said.dataset.found.replace("#", Math.round(coords.accuracy));
  }, () => { said.textContent = said.dataset.none; });
  const turns = check.elements.namedItem("turns"), comma = document.documentElement.lang === "el" ? "," : ".";
  for (const button of check.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const next = Math.max(0, (Number(turns.value.replace(",", ".")) || 0) + Number(button.dataset.step));
      turns.value = String(Math.round(next * 10) / 10).replace(".", comma);
    });
  }
  // Without signal the check waits here and goes by itself when the server answers again: the form has a key, so twice is once.
  const notice = check.querySelector("[data-unsent]");
  let isWaiting = false, isGone = false;
  const reachable = () => fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8000) }).then((answer) => answer.ok, () => false);
  const send = async () => {
    if (isGone || !(await reachable()) || isGone) return;
    isGone = true; isWaiting = false;
    check.submit();
  };
  check.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    await send();
    notice.hidden = !isWaiting;
  });
  window.addEventListener("online", () => { if (isWaiting) send(); });
  setInterval(() => { if (isWaiting) send(); }, 10000);
  window.addEventListener("beforeunload", (event) => { if (isWaiting) event.preventDefault(); });
  const photo = check.elements.namedItem("photo"), name = check.querySelector("[data-photo-said]");
  photo.addEventListener("change", () => { if (photo.files.length) name.textContent = photo.files[0].name; });
}

// --- valves near me ---
const near = document.querySelector("[data-near-me]");
if (near && navigator.geolocation) {
  const said = document.querySelector("[data-near-me-said]");
  near.hidden = false;
  near.addEventListener("click", () => {
    near.disabled = true;
    said.textContent = said.dataset.waiting;
    where(({ coords }) => { location.search = `?longitude=${coords.longitude.toFixed(6)}&latitude=${coords.latitude.toFixed(6)}`; },
      () => { near.disabled = false; said.textContent = said.dataset.none; });
  });
}
