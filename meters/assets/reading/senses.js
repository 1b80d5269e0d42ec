// Where the telephone is, and what is said to it.
const EARTH_M = 6371000, RADIAN = Math.PI / 180, OLDEST_MS = 60000;

export function metres(a, b) {
  const x = (b.lon - a.lon) * RADIAN * Math.cos(((a.lat + b.lat) / 2) * RADIAN), y = (b.lat - a.lat) * RADIAN;
  return Math.hypot(x, y) * EARTH_M;
}

export function watchPosition(moved, failed) {
  let last = null;
  if (!navigator.geolocation) { failed(); return () => null; }
  navigator.geolocation.watchPosition(({ coords }) => {
    last = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at: Date.now() };
    moved(last);
  }, failed, { enableHighAccuracy: true, maximumAge: 5000 });
  return () => (last && Date.now() - last.at < OLDEST_MS ? last : null);
}

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
export const canListen = Boolean(Recognition);

// Returns the digits that were said; empty when none were.
export function listen(language) {
  return new Promise((resolve) => {
    const ear = new Recognition();
    Object.assign(ear, { lang: language === "el" ? "el-GR" : "en-GB", interimResults: false, maxAlternatives: 3 });
    let heard = "";
    ear.addEventListener("result", ({ results }) => {
      const said = [...results[0]].map(({ transcript }) => transcript.replace(/[^\d,.]/g, "").replace(".", ","));
      heard = said.find((each) => /^\d+(,\d{1,3})?$/.test(each)) ?? "";
    });
    ear.addEventListener("end", () => resolve(heard));
    ear.addEventListener("error", () => resolve(""));
    ear.start();
  });
}
