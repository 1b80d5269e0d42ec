// Before anything is drawn: the theme that the reader chose, else the system's.
import { recall } from "./shell/kept.js";

const kept = recall("hydria-theme");
const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
