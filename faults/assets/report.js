// Report a fault: one page shown in three steps, what is known at the place, the browser's proof of work.
// Without this file the page is the same form in one piece.
const form = document.querySelector("[data-report]");
const steps = [...form.querySelectorAll("[data-step]")];
const counter = document.querySelector("[data-step-count]");
const field = (name) => form.elements.namedItem(name);
const known = document.getElementById("known");
const knownKind = document.getElementById("known-kind");
const pickMap = form.querySelector('[data-map="pick"]');
let step = 0;

function show(index, moveFocus = true) {
  step = index;
  steps.forEach((section, at) => { section.hidden = at !== index; });
  counter.textContent = counter.dataset.words.replace("#", String(index + 1));
  if (moveFocus) {
    const heading = steps[index].querySelector("h2");
    heading.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }
}

// --- what is known at the place ---------------------------------------------------------------
let asking = null;
async function ask(target) {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "place_source", "longitude", "latitude", "address", "supply_number"]) {
    body.append(name, field(name)?.value ?? "");
  }
  if (target === knownKind) {
    body.append("part", "kind");
    body.append("category", form.querySelector("[name=category]:checked")?.value ?? "");
  }
  try {
    const answer = await fetch(form.dataset.knownUrl, { method: "POST", body, signal: asking.signal });
    if (answer.ok || answer.status === 429) {
      const text = await answer.text();
      target.innerHTML = text;
      const { lon, lat } = target.querySelector("[data-lon]")?.dataset ?? {};
      if (lon) pickMap.dispatchEvent(new CustomEvent("hydria:show", { detail: { lon: Number(lon), lat: Number(lat) } }));
      if (target === knownKind) {
        target.querySelector("[data-place]")?.remove();
        known.querySelectorAll("[name=same_as]").forEach((box) => box.closest("li").remove());
      }
    }
    return true;
  } catch (error) {
    return error.name !== "AbortError";
  }
}
const placeIsGiven = () => (field("longitude").value && field("latitude").value) || field("address").value.trim() || field("supply_number").value.trim();

function clearPoint() {
  field("longitude").value = field("latitude").value = field("place_source").value = "";
}
function usePoint(longitude, latitude, source) {
  field("longitude").value = longitude.toFixed(7);
  field("latitude").value = latitude.toFixed(7);
  field("place_source").value = source;
  field("address").value = field("supply_number").value = "";
  ask(known);
}
for (const name of ["address", "supply_number"]) {
  field(name).addEventListener("input", clearPoint);
  field(name).addEventListener("change", () => { if (placeIsGiven()) ask(known); });
}
pickMap.addEventListener("hydria:pick", (event) => {
  usePoint(event.detail.lon, event.detail.lat, "map");
});

// --- my position --------------------------------------------------------------------------------
const position = form.querySelector("[data-position]");
if (navigator.geolocation) {
  position.hidden = false;
  position.addEventListener("click", () => {
    position.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        position.disabled = false;
        usePoint(coords.longitude, coords.latitude, "position");
        pickMap.dispatchEvent(
          new CustomEvent("hydria:show", { detail: { lon: coords.longitude, lat: coords.latitude } }),
        );
      },
      () => {
        position.disabled = false;
        known.textContent = form.dataset.noPosition;
        field("address").focus();
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });
}

// --- steps -----------------------------------------------------------------------------------
const choose = form.querySelector("[data-choose-kind]");
async function next() {
  if (step === 0) {
    if (!placeIsGiven()) { field("address").focus(); return; }
    if (!(await ask(known)) || known.querySelector('[data-place="bad"]')) { field("address").focus(); return; }
    show(1);
  } else if (step === 1) {
    const chosen = form.querySelector("[name=category]:checked");
    choose.hidden = Boolean(chosen);
    if (!chosen) { form.querySelector("[name=category]").focus(); return; }
    show(2);
  }
}
form.querySelectorAll("[data-next]").forEach((button) => { button.hidden = false; button.addEventListener("click", next); });
form.querySelectorAll("[data-back]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => show(step - 1)); });
form.querySelectorAll("[name=category]").forEach((radio) => radio.addEventListener("change", () => {
  choose.hidden = true;
  if (placeIsGiven()) ask(knownKind);
}));
form.addEventListener("submit", (event) => {
  if (step < 2) { event.preventDefault(); next(); }
});
// A form that came back stands at the first thing to look at.
const wrong = steps.findIndex((section) => section.querySelector(".invalid-feedback"));
const cameBack = document.querySelector(".errors");
show(wrong >= 0 ? wrong : 0, false);
if (!cameBack && placeIsGiven()) ask(known);
cameBack?.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => {
  const target = document.querySelector(link.getAttribute("href"));
  const at = steps.findIndex((section) => section.contains(target));
  if (at >= 0) { event.preventDefault(); show(at, false); target.focus(); }
}));

// --- proof of work: nothing to do for the person ---------------------------------------------
const challenge = document.getElementById("challenge");
async function prove() {
  const { algorithm, challenge: wanted, salt, signature, upTo } = JSON.parse(challenge.textContent);
  const encoder = new TextEncoder();
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (let number = 0; number <= upTo; number += 1) {
    const digest = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
    if (hex(digest) === wanted) {
      field("proof").value = btoa(JSON.stringify({ algorithm, challenge: wanted, number, salt, signature }));
      return;
    }
    // Let the page breathe: the person is typing meanwhile.
    if (number % 250 === 249) await new Promise((resume) => setTimeout(resume, 0));
  }
}
if (challenge && globalThis.crypto?.subtle) prove();
