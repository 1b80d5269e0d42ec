// Symbols of points: what it is by shape, its state by filling and badge, colour last. s is half the size in pixels.
const dot = (ctx, x, y, r) => { ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 7); };
const poly = (ctx, points) => { points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y))); ctx.closePath(); };
const line = (ctx, x1, y1, x2, y2) => { ctx.moveTo(x1, y1); ctx.lineTo(x2, y2); };
const paint = (ctx, draw, fill, stroke) => { ctx.beginPath(); draw(); if (fill) { ctx.fillStyle = fill; ctx.fill(); } if (stroke) { ctx.strokeStyle = stroke; ctx.stroke(); } };

function bowTie(ctx, x, y, s, left, right, ink) {
  const h = s * 0.65;
  paint(ctx, () => poly(ctx, [[x - s, y - h], [x, y], [x - s, y + h]]), left, ink);
  paint(ctx, () => poly(ctx, [[x + s, y - h], [x, y], [x + s, y + h]]), right, ink);
}

// A mark at the upper right corner: a cross (stuck), a bar (buried), a question (not found).
function badge(ctx, condition, x, y, s, c) {
  const bx = x + s * 0.95, by = y - s * 0.95, r = Math.max(3, s * 0.55);
  paint(ctx, () => dot(ctx, bx, by, r), c.cut, c.paper);
  ctx.strokeStyle = c.paper;
  ctx.beginPath();
  const k = r * 0.5;
  if (condition === "stuck") { line(ctx, bx - k, by - k, bx + k, by + k); line(ctx, bx - k, by + k, bx + k, by - k); }
  else if (condition === "buried") line(ctx, bx - k, by, bx + k, by);
  else { ctx.arc(bx, by - k * 0.4, k * 0.7, Math.PI, Math.PI * 0.45); line(ctx, bx, by + k * 0.25, bx, by + k); }
  ctx.stroke();
}

const SYMBOLS = {
  shutoff(ctx, p, x, y, s, c, ink) {
    const full = p.state === "closed" ? ink : c.paper, half = p.state === "throttled" ? ink : full;
    bowTie(ctx, x, y, s, half, full, ink);
    if (p.condition && p.condition !== "working") badge(ctx, p.condition, x, y, s, c);
  },
  // What a valve's failure adds: a star of the worst, a full disk, a ring, a point.
  critical(ctx, p, x, y, s, c) {
    if (p.grade === "top" || !p.grade) {
      const points = [...Array(10).keys()].map((i) => { const r = i % 2 ? s * 0.65 : s * 1.5, a = (i / 5 - 0.5) * Math.PI; return [x + r * Math.cos(a), y + r * Math.sin(a)]; });
      paint(ctx, () => poly(ctx, points), c.cut, c.paper);
    } else if (p.grade === "high") paint(ctx, () => dot(ctx, x, y, s * 0.95), c.closed, c.paper);
    else if (p.grade === "some") paint(ctx, () => dot(ctx, x, y, s * 0.6), c.paper, c.tank);
    else paint(ctx, () => dot(ctx, x, y, s * 0.35), c.connection, c.paper);
  },
  // Pressure in metres of water: a cross where there is none, pointing down where low, up where high.
  pressure(ctx, p, x, y, s, c) {
    const k = s * 0.75;
    if (p.is_dry) { ctx.lineWidth = 2.5; paint(ctx, () => { line(ctx, x - k, y - k, x + k, y + k); line(ctx, x - k, y + k, x + k, y - k); }, null, c.cut); }
    else if (p.pressure < 20) paint(ctx, () => poly(ctx, [[x - k, y - k * 0.8], [x + k, y - k * 0.8], [x, y + k]]), c.closed, c.paper);
    else if (p.pressure > 60) paint(ctx, () => poly(ctx, [[x - k, y + k * 0.8], [x + k, y + k * 0.8], [x, y - k]]), c.zone, c.paper);
    else paint(ctx, () => dot(ctx, x, y, s * 0.5), c.connection, c.paper);
  },
  // A control valve carries its dome.
  valve(ctx, p, x, y, s, c, ink) {
    const full = p.status === "closed" ? ink : c.paper;
    bowTie(ctx, x, y, s, full, full, ink);
    paint(ctx, () => { line(ctx, x, y, x, y - s * 0.55); ctx.arc(x, y - s * 0.55, s * 0.5, 0, Math.PI, true); ctx.closePath(); }, c.paper, ink);
  },
  pump(ctx, p, x, y, s, c, ink) {
    const r = s * 0.9;
    paint(ctx, () => dot(ctx, x, y, r), p.status === "closed" ? ink : c.paper, ink);
    paint(ctx, () => poly(ctx, [[x - s * 0.35, y - s * 0.55], [x + s * 0.7, y], [x - s * 0.35, y + s * 0.55]]), p.status === "closed" ? c.paper : ink, null);
  },
  junction(ctx, p, x, y, s, c, ink) {
    if (p.kind === "fitting") paint(ctx, () => ctx.rect(x - s * 0.4, y - s * 0.4, s * 0.8, s * 0.8), c.paper, ink);
    else paint(ctx, () => dot(ctx, x, y, s * 0.36), ink, c.paper);
  },
  manhole(ctx, p, x, y, s, c, ink) {
    const own = ink === c.symbol ? c.sewer : ink;
    if (p.kind === "outfall") {
      paint(ctx, () => poly(ctx, [[x - s, y - s * 0.7], [x + s, y - s * 0.7], [x, y + s * 0.7]]), c.paper, own);
      paint(ctx, () => line(ctx, x - s, y + s * 0.85, x + s, y + s * 0.85), null, own);
      return;
    }
    paint(ctx, () => dot(ctx, x, y, s * 0.75), c.paper, own);
    paint(ctx, () => dot(ctx, x, y, s * 0.32), own, null);
  },
  station(ctx, p, x, y, s, c, ink) {
    const own = ink === c.symbol ? c.tank : ink;
    paint(ctx, () => poly(ctx, [[x, y - s * 1.1], [x + s, y - s * 0.3], [x + s, y + s * 0.9], [x - s, y + s * 0.9], [x - s, y - s * 0.3]]), own, c.paper);
    paint(ctx, () => ctx.rect(x - s * 0.28, y + s * 0.1, s * 0.56, s * 0.8), c.paper, null);
  },
  appurtenance(ctx, p, x, y, s, c, ink) { (FITTINGS[p.kind] ?? FITTINGS.hydrant)(ctx, x, y, s, c, ink); },
  tank(ctx, p, x, y, s, c, ink) { (SOURCES[p.kind] ?? SOURCES.tank)(ctx, x, y, s, c, ink === c.symbol ? c.tank : ink); },
};

const FITTINGS = {
  // A pillar with its two outlets.
  hydrant(ctx, x, y, s, c, ink) {
    const own = ink === c.symbol ? c.cut : ink, wide = ctx.lineWidth;
    ctx.lineWidth = wide + 1.4;
    paint(ctx, () => line(ctx, x - s, y, x + s, y), null, own);
    ctx.lineWidth = wide;
    paint(ctx, () => dot(ctx, x, y, s * 0.62), own, c.paper);
  },
  air_valve(ctx, x, y, s, c, ink) {
    paint(ctx, () => poly(ctx, [[x, y - s * 0.4], [x + s * 0.8, y + s * 0.8], [x - s * 0.8, y + s * 0.8]]), c.paper, ink);
    paint(ctx, () => dot(ctx, x, y - s * 0.75, s * 0.32), ink, null);
  },
  wash_out(ctx, x, y, s, c, ink) {
    paint(ctx, () => poly(ctx, [[x - s * 0.8, y - s * 0.8], [x + s * 0.8, y - s * 0.8], [x, y + s * 0.4]]), c.paper, ink);
    paint(ctx, () => { line(ctx, x, y + s * 0.4, x, y + s); line(ctx, x - s * 0.5, y + s, x + s * 0.5, y + s); }, null, ink);
  },
  flow_meter(ctx, x, y, s, c, ink) {
    paint(ctx, () => dot(ctx, x, y, s * 0.85), c.paper, ink);
    paint(ctx, () => { line(ctx, x - s * 0.5, y, x + s * 0.5, y); line(ctx, x + s * 0.1, y - s * 0.4, x + s * 0.5, y); line(ctx, x + s * 0.1, y + s * 0.4, x + s * 0.5, y); }, null, ink);
  },
  gauge(ctx, x, y, s, c, ink) {
    paint(ctx, () => dot(ctx, x, y, s * 0.85), c.paper, ink);
    paint(ctx, () => line(ctx, x, y, x + s * 0.45, y - s * 0.5), null, ink);
    paint(ctx, () => dot(ctx, x, y, s * 0.2), ink, null);
  },
  sampling(ctx, x, y, s, c, ink) {
    paint(ctx, () => poly(ctx, [[x, y - s], [x + s * 0.8, y], [x, y + s], [x - s * 0.8, y]]), c.paper, ink);
    paint(ctx, () => dot(ctx, x, y, s * 0.25), ink, null);
  },
};

const SOURCES = {
  tank: (ctx, x, y, s, c, own) => paint(ctx, () => ctx.rect(x - s * 0.9, y - s * 0.7, s * 1.8, s * 1.4), own, c.paper),
  reservoir: (ctx, x, y, s, c, own) => paint(ctx, () => poly(ctx, [[x - s, y - s * 0.7], [x + s, y - s * 0.7], [x, y + s]]), own, c.paper),
  well(ctx, x, y, s, c, own) {
    paint(ctx, () => dot(ctx, x, y, s * 0.9), own, c.paper);
    paint(ctx, () => dot(ctx, x, y, s * 0.4), c.paper, null);
  },
  spring(ctx, x, y, s, c, own) {
    paint(ctx, () => { ctx.moveTo(x, y - s * 1.1); ctx.quadraticCurveTo(x + s * 1.2, y + s * 0.4, x, y + s); ctx.quadraticCurveTo(x - s * 1.2, y + s * 0.4, x, y - s * 1.1); ctx.closePath(); }, own, c.paper);
  },
  plant(ctx, x, y, s, c, own) {
    paint(ctx, () => ctx.rect(x - s * 0.9, y - s * 0.9, s * 1.8, s * 1.8), own, c.paper);
    paint(ctx, () => { line(ctx, x - s * 0.5, y, x + s * 0.5, y); line(ctx, x, y - s * 0.5, x, y + s * 0.5); }, null, c.paper);
  },
};

// Draw a symbol; returns how far from its middle a click may be.
export function drawSymbol(ctx, style, properties, x, y, s, c) {
  const ink = properties.lifecycle === "abandoned" ? c.abandoned : c.symbol;
  ctx.lineWidth = 1.6; ctx.lineJoin = "round";
  ctx.setLineDash(properties.lifecycle === "planned" ? [2.5, 2] : []);
  (SYMBOLS[style.symbol] ?? SYMBOLS.tank)(ctx, properties, x, y, s, c, ink);
  ctx.setLineDash([]);
  return s + 3;
}
