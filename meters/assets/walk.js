// The order of a route changed by hand: by arrows, by typing a place, by dragging a row. The server measures it anew.
const WAIT_MS = 900;
let timer = 0, dragged = null;

const formOf = (node) => node.closest("#walk-order");
const rowsOf = (form) => [...form.querySelectorAll("tr[data-id]")];

// Places are renumbered and written where the form sends them.
function renumber(form) {
  const rows = rowsOf(form);
  rows.forEach((row, index) => {
    const input = row.querySelector(".walk-place");
    input.value = input.defaultValue = String(index + 1);
  });
  form.elements.order.value = rows.map((row) => row.dataset.id).join(",");
}

function moveTo(row, place) {
  const form = formOf(row), rows = rowsOf(form), now = rows.indexOf(row);
  const next = Math.min(Math.max(place, 1), rows.length) - 1;
  if (next === now) return renumber(form);
  if (next > now) rows[next].after(row);
  else rows[next].before(row);
  renumber(form);
  row.classList.add("is-moved");
  form.querySelector("[data-walk-said]").textContent = form.dataset.moved.replace("{what}", row.dataset.what).replace("{place}", String(next + 1));
  const after = document.getElementById("walk-after");
  if (after) after.textContent = form.dataset.unmeasured;
  clearTimeout(timer);
  timer = setTimeout(() => measure(form), WAIT_MS);
}

// The list is swapped with the measures: the row that was worked at stays under the hand.
function measure(form) {
  if (!form.isConnected) return;
  const at = document.activeElement?.closest?.("tr[data-id]"), move = document.activeElement?.dataset?.move;
  const scrolled = form.querySelector(".walk-rows").scrollTop;
  document.addEventListener("htmx:afterSettle", () => {
    const fresh = document.getElementById("walk-order");
    if (!fresh) return;
    fresh.querySelector(".walk-rows").scrollTop = scrolled;
    const row = at && fresh.querySelector(`tr[data-id="${at.dataset.id}"]`);
    if (row) row.querySelector(move ? `[data-move="${move}"]` : ".walk-place").focus({ preventScroll: true });
  }, { once: true });
  window.htmx.trigger(form, "hydria:arranged");
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-move]");
  if (!button || !formOf(button)) return;
  const row = button.closest("tr"), rows = rowsOf(formOf(row));
  moveTo(row, rows.indexOf(row) + 1 + Number(button.dataset.move));
  button.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches("#walk-order .walk-place")) return;
  const place = /^\d+$/.test(target.value) ? Number(target.value) : Number(target.defaultValue);
  moveTo(target.closest("tr"), place);
  target.focus({ preventScroll: true });
});
// Enter moves the row that is typed in; it sends nothing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("#walk-order .walk-place")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.(".walk-handle")) return;
  dragged = event.target.closest("tr");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 10, 10);
});
document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("tr[data-id]");
  if (!over) return;
  event.preventDefault();
  rowsOf(formOf(over)).forEach((row) => row.classList.toggle("is-over", row === over));
});
document.addEventListener("drop", (event) => {
  const over = dragged && event.target.closest?.("tr[data-id]");
  if (!over) return;
  event.preventDefault();
  moveTo(dragged, rowsOf(formOf(over)).indexOf(over) + 1);
});
document.addEventListener("dragend", () => {
  document.querySelectorAll(".is-over").forEach((row) => row.classList.remove("is-over"));
  dragged = null;
});

// Without this script the arrows do nothing: they are shown by it.
function begin() {
  document.querySelectorAll("#walk-order .walk-moves").forEach((cell) => { cell.hidden = false; });
  const form = document.getElementById("walk-order");
  if (form) form.dataset.ready = "1";
}
begin();
document.addEventListener("htmx:afterSwap", begin);
