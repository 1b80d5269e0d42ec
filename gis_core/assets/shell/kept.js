// What the browser keeps of a reader's choices. A browser that keeps nothing for this site is no reason to stop.
export function recall(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}
export function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* it holds for this page only */ }
}
