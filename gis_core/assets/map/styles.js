// How features look: colours from the theme, state by shape as well as colour.
import { drawSymbol } from "./symbols.js";

const LIGHT = {
  ground: "#eef1ef", streetCase: "#d5dcda", street: "#ffffff", streetText: "#4c5b67", halo: "#ffffff",
  main: "#073b59", pipe: "#2a7fb8", closed: "#8a4900", symbol: "#16232d", paper: "#ffffff",
  connection: "#1c7a55", cut: "#a8201a", cluster: "#1c7a55", fault: "#b3261e", urgent: "#7a0c06",
  outage: "#b25e00", zone: "#5b4a9c", computed: "#00707a", tank: "#0b5e8a", highlight: "#d6006c",
  sewer: "#6b4a1f", sewerPipe: "#96703c", service: "#5f8fb0", abandoned: "#8a949b",
};
const DARK = {
  ground: "#131c22", streetCase: "#27333b", street: "#39464f", streetText: "#c5d0d8", halo: "#131c22",
  main: "#8fd0f5", pipe: "#4aa3d8", closed: "#f4b566", symbol: "#e6edf2", paper: "#182229",
  connection: "#6fd3b2", cut: "#ff9d96", cluster: "#6fd3b2", fault: "#ff8a80", urgent: "#ffb4ab",
  outage: "#f4b566", zone: "#b3a5ef", computed: "#5fd0d8", tank: "#7cc4ec", highlight: "#ff6fb5",
  sewer: "#e0b77c", sewerPipe: "#c08f4d", service: "#7fa7c2", abandoned: "#6f7b84",
};

export const colours = () => (document.documentElement.dataset.bsTheme === "dark" ? DARK : LIGHT);

// Width in pixels of a line by what it is and how close we look.
const grow = (zoom, far, near) => far + (near - far) * Math.min(1, Math.max(0, (zoom - 12) / 6));

// Colours of mains and of lesser lines, by a layer's own colour.
const OWN_COLOURS = { sewer: ["sewer", "sewerPipe"], service: ["service", "service"] };

// Return the strokes of a line feature, bottom first: {width, colour, dash}.
export function strokes(style, properties, zoom, c) {
  if (style.draw === "street") {
    const wide = grow(zoom, 1.2, 17);
    return [{ width: wide + 2, colour: c.streetCase }, { width: wide, colour: c.street }];
  }
  if (style.draw === "pipe") {
    const isMain = Number(properties.diameter_mm) >= (style.main_from_mm ?? 150);
    const width = isMain ? grow(zoom, 2, 5) : grow(zoom, 1, 3);
    const closed = properties.status === "closed", own = OWN_COLOURS[style.color] ?? ["main", "pipe"];
    if (properties.lifecycle === "abandoned") return [{ width: Math.min(width, 2), colour: c.abandoned, dash: [1, 4] }];
    const colour = closed ? c.closed : c[own[isMain ? 0 : 1]];
    // What is only planned is drawn in long strokes, what is closed in short ones.
    return [{ width, colour, dash: closed ? [6, 5] : properties.lifecycle === "planned" ? [14, 7] : [] }];
  }
  if (style.draw === "velocity") {
    // The faster the wider; what hardly moves is dotted. Metres a second.
    const v = Number(properties.velocity ?? 0.5);
    if (v < 0.05) return [{ width: 2, colour: c.abandoned, dash: [2, 4] }];
    if (v < 1) return [{ width: 3, colour: c.pipe }];
    return v < 2 ? [{ width: 5, colour: c.closed }] : [{ width: 8, colour: c.cut }];
  }
  return [{ width: 2, colour: c.symbol }];
}

export function areaLook(style, properties, c) {
  if (style.color === "outage") return { fill: c.outage, alpha: 0.16, stroke: c.outage, width: 2.5, dash: [8, 5] };
  if (style.color === "building") return { fill: c.streetText, alpha: 0.14, stroke: c.abandoned, width: 1, dash: [] };
  // What was computed is dotted: beside the drawn zone of which it may be, line by line, the other opinion.
  if (style.color === "computed") return { fill: c.computed, alpha: 0.08, stroke: c.computed, width: 2.5, dash: [2, 5] };
  return { fill: c.zone, alpha: 0.1, stroke: c.zone, width: 2, dash: [] };
}

// Draw a point feature; returns the radius that a click may miss it by.
export function drawPoint(ctx, style, properties, x, y, zoom, c) {
  if (properties.count !== undefined) return drawCluster(ctx, properties.count, x, y, c);
  if (style.draw === "symbol") return drawSymbol(ctx, style, properties, x, y, grow(zoom, 4, 9) * (style.symbol === "shutoff" ? 0.85 : 1), c);
  if (style.draw === "pin") return drawPin(ctx, style, properties, x, y, c);
  return drawDot(ctx, properties, x, y, zoom, c);
}

function drawDot(ctx, properties, x, y, zoom, c) {
  const radius = grow(zoom, 1.6, 4.2);
  const stopped = properties.status && properties.status !== "active";
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = stopped ? c.cut : c.connection;
  ctx.fillStyle = c.paper;
  ctx.beginPath();
  if (stopped) { ctx.rect(x - radius, y - radius, radius * 2, radius * 2); } else { ctx.arc(x, y, radius, 0, 7); }
  ctx.fill();
  ctx.stroke();
  return radius + 2;
}

function drawCluster(ctx, count, x, y, c) {
  const radius = Math.min(13, 3 + Math.sqrt(count) * 1.1);
  ctx.globalAlpha = 0.2; ctx.fillStyle = c.cluster;
  ctx.beginPath(); ctx.arc(x, y, radius, 0, 7); ctx.fill();
  ctx.globalAlpha = 1;
  if (radius > 7) {
    ctx.font = '600 10px "Noto Sans", sans-serif'; ctx.textAlign = "center"; ctx.textBaseline = "middle";
    ctx.fillStyle = c.cluster; ctx.fillText(String(count), x, y);
  } else {
    ctx.beginPath(); ctx.arc(x, y, 1.8, 0, 7); ctx.fill();
  }
  return radius;
}

function drawPin(ctx, style, properties, x, y, c) {
  const urgent = properties.priority === "urgent";
  ctx.fillStyle = urgent ? c.urgent : c[style.color] ?? c.fault; ctx.strokeStyle = c.paper; ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, y); ctx.bezierCurveTo(x - 3, y - 9, x - 10, y - 11, x - 10, y - 18);
  ctx.arc(x, y - 18, 10, Math.PI, 0); ctx.bezierCurveTo(x + 10, y - 11, x + 3, y - 9, x, y);
  ctx.fill(); ctx.stroke();
  ctx.fillStyle = c.paper; ctx.font = '700 12px "Noto Sans", sans-serif'; ctx.textAlign = "center"; ctx.textBaseline = "middle";
  ctx.fillText(urgent ? "!" : style.sign ?? "•", x, y - 18);
  return 14;
}
