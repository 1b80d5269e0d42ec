// What every page has: htmx, menus, the search key, the theme switch, questions before danger.
import htmx from "htmx.org";
import { Collapse, Dropdown, Offcanvas } from "bootstrap";
import "./shell/choose.js";
import "./shell/columns.js";
import { keep, recall } from "./shell/kept.js";

window.htmx = htmx;
void [Collapse, Dropdown, Offcanvas];
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

const csrf = document.querySelector('meta[name="csrf-token"]')?.content;
document.addEventListener("htmx:configRequest", (event) => {
  if (csrf) event.detail.headers["X-CSRFToken"] = csrf;
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const find = document.getElementById("find");
  if (event.key === "/" && !typing && find) {
    event.preventDefault();
    find.focus();
    find.select();
  }
  const answer = document.getElementById("find-answer");
  if (event.key === "Escape" && answer?.children.length && event.target.closest?.(".find")) {
    answer.replaceChildren();
    find.focus();
  }
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest?.(".find")) {
    const links = [...answer.querySelectorAll("a")];
    if (!links.length) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (links[at] ?? find).focus();
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".find")) document.getElementById("find-answer")?.replaceChildren();
  if (event.target.closest("[data-theme-switch]")) {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    keep("hydria-theme", next);
    document.dispatchEvent(new CustomEvent("hydria:theme", { detail: next }));
  }
  if (event.target.closest("[data-rail-fold]")) {
    const office = document.querySelector(".office");
    const folded = office.classList.toggle("narrow-rail");
    event.target.closest("[data-rail-fold]").setAttribute("aria-expanded", String(!folded));
    keep("hydria-rail", folded ? "folded" : "open");
  }
  const danger = event.target.closest("[data-confirm]");
  if (danger && !window.confirm(danger.dataset.confirm)) event.preventDefault();
});
if (recall("hydria-rail") === "folded") document.querySelector(".office")?.classList.add("narrow-rail");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
document.querySelector(".errors")?.focus();
document.querySelectorAll("select[data-autosubmit]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

// A page with a map fetches what draws it; the others do not.
if (document.querySelector("[data-map]")) {
  const address = (name) => document.querySelector(`meta[name="${name}"]`).content;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address("map-style") });
  style.addEventListener("load", () => import(address("map-script")));
  document.head.append(style);
}
