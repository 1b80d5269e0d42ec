// The reader's round: one meter after the other. The page holds them all; what is written goes into the outbox first.
import { Outbox } from "./reading/outbox.js";
import { judge, readNumber } from "./reading/judge.js";
import { canHash, canRecord, fileOf, recordVoice, smaller } from "./reading/media.js";
import { canListen, listen, metres, watchPosition } from "./reading/senses.js";

const root = document.querySelector("[data-reading]");
const data = JSON.parse(document.getElementById("reading-data").textContent);
const { slips, words, codes } = data;
const language = document.documentElement.lang;
const find = (name, from = document) => from.querySelector(`[data-${name}]`);
const fill = (text, given) => text.replace(/%\((\w+)\)s/g, (_all, name) => given[name]);
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
const day = new Intl.DateTimeFormat(language === "el" ? "el-GR" : "en-GB", { day: "2-digit", month: "2-digit", year: "numeric" });
const show = (value) => number.format(value), date = (text) => day.format(new Date(`${text}T12:00:00`));
const newKey = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
const icon = (name) => Object.assign(document.createElement("i"), { className: `bi bi-${name}`, ariaHidden: "true" });
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

const field = find("value"), form = find("form"), warning = find("warning"), code = find("code");
let here = Math.max(0, slips.findIndex((slip) => slip.state === "waiting"));
let files = [], isSure = false, voice = null, position = () => null;

const outbox = await new Outbox({ user: data.user, visits: data.visits, media: data.media, csrf: document.querySelector('meta[name="csrf-token"]').content }).open();

function say(text, tone = "") {
  const said = find("said");
  said.textContent = text;
  said.className = `reading-said ${tone}`;
}

// --- the meter ---------------------------------------------------------------------------------------------------
function draw() {
  const slip = slips[here];
  if (!slip) return;
  form.hidden = false;
  find("place").textContent = `${slip.position} ${fill(words.of, { number: slips.length })} · ${slip.supply}`;
  find("address").textContent = slip.address;
  find("serial").textContent = slip.serial;
  const more = [slip.slot > 1 ? fill(words.slot, { number: slip.slot }) : "", slip.seal ? fill(words.seal, { number: slip.seal }) : ""];
  find("more").textContent = more.filter(Boolean).join(" · ");
  const last = slip.last === null ? words.none : `${show(slip.last)} m³ (${date(slip.last_on)})`;
  const before = slip.before === null ? "" : ` · ${words.before} ${show(slip.before)} (${date(slip.before_on)})`;
  find("last").textContent = `${words.last}: ${last}${before}`;
  const already = find("already");
  already.hidden = slip.value === null;
  already.textContent = slip.value === null ? "" : fill(words.again, { value: show(slip.value) });
  drawNear();
}

function clear() {
  field.value = "";
  code.value = "";
  find("note").value = "";
  find("seen").value = "";
  files = [];
  drawFiles();
  warn(null);
}

function go(to) {
  here = (to + slips.length) % slips.length;
  clear();
  draw();
  drawList();
  scrollTo({ top: 0 });
  field.focus({ preventScroll: true });
}

function nextWaiting() {
  for (let step = 1; step <= slips.length; step += 1) {
    const at = (here + step) % slips.length;
    if (slips[at].state === "waiting") return at;
  }
  return -1;
}

function warn(found) {
  isSure = false;
  warning.hidden = !found;
  warning.textContent = found?.text ?? "";
  warning.classList.toggle("stop", Boolean(found?.stops));
  find("send").textContent = found && !found.stops ? words.sure : words.send;
}

// --- sending -----------------------------------------------------------------------------------------------------
function complaint(value) {
  const note = codes.find((each) => String(each.id) === code.value);
  if (field.value.trim() && value === null) return { stops: true, text: words.empty };
  if (value === null && !note?.prevents) return { stops: true, text: words.empty };
  if (value !== null && note?.prevents) return { stops: true, text: words.prevents };
  if (note?.photo && !files.some(({ kind }) => kind !== "voice")) return { stops: true, text: words.photo };
  return value === null ? null : judge(slips[here], value, words, show);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (voice) { voice.stop(); await voice.done; }
  const value = readNumber(field.value), found = complaint(value), slip = slips[here];
  if (found && (found.stops || !isSure)) {
    warn(found);
    isSure = !found.stops;
    (found.stops ? field : find("send")).focus();
    return;
  }
  const at = position(), body = {
    visited_at: new Date().toISOString(), value_m3: value === null ? null : String(value),
    note_code: code.value ? Number(code.value) : null, note: find("note").value, seen_serial: find("seen").value,
    longitude: at?.lon ?? null, latitude: at?.lat ?? null, accuracy_m: at?.accuracy ?? null,
    media: files.map(({ digest }) => digest),
  };
  slip.state = value === null ? (slip.state === "read" ? "read" : "not_read") : "read";
  if (value !== null) slip.value = value;
  await outbox.add({ key: newKey(), round: data.round, slip: slip.id, address: slip.address, body }, files);
  say(`${words.kept}: ${slip.address}`);
  const next = nextWaiting();
  if (next < 0) { say(words.done, "good"); go(here); } else go(next);
});

outbox.addEventListener("taken", ({ detail: { row, answer } }) => {
  const told = [`${words.sent}: ${row.address}`];
  if (answer.is_held) told.push(fill(words.held, { flags: answer.flags.join(", ") }));
  if (answer.moved_m !== null) told.push(fill(words.moved, { metres: show(Math.round(answer.moved_m)) }));
  say(told.join(" · "), answer.is_held || answer.moved_m !== null ? "" : "good");
});
outbox.addEventListener("refused", ({ detail }) => {
  const slip = slips.find(({ id }) => id === detail.slip);
  if (slip && !detail.isSent) slip.state = "waiting";
  say(`${detail.address}: ${fill(words.refused, { why: detail.why })}`, "bad");
});
outbox.addEventListener("problem", ({ detail }) => say(words[detail], detail === "offline" ? "" : "bad"));
outbox.addEventListener("change", drawOutbox);

async function drawOutbox() {
  const rows = await outbox.list();
  find("outbox-count").textContent = rows.length ? fill(words.waiting, { number: rows.length }) : words.all_sent;
  root.dataset.unsent = String(rows.length);
  if (!rows.length) find("outbox").hidden = true;
  find("outbox-open").setAttribute("aria-expanded", String(!find("outbox").hidden));
  find("outbox-list").replaceChildren(...rows.map((row) => {
    const line = make("li", ""), text = make("span", "grow");
    text.append(make("strong", "", row.address), ` · ${row.body.value_m3 === null ? codes.find(({ id }) => id === row.body.note_code)?.name : show(Number(row.body.value_m3))}`);
    if (row.why) text.append(make("span", "d-block text-danger", fill(words.refused, { why: row.why })));
    line.append(text);
    if (row.why) line.append(dropButton(row));
    return line;
  }));
  drawList();
}

function dropButton(row) {
  const button = make("button", "btn btn-outline-danger", words.drop);
  button.type = "button";
  button.addEventListener("click", () => { if (confirm(words.drop_sure)) outbox.drop(row.key); });
  return button;
}

find("outbox-open").addEventListener("click", () => { find("outbox").hidden = !find("outbox").hidden; drawOutbox(); });
find("outbox-retry").addEventListener("click", () => { say(words.sending); outbox.flush(); });

// --- digits ------------------------------------------------------------------------------------------------------
function typed() { field.value = field.value.replace(/[^\d,.]/g, "").replace(".", ",").slice(0, 12); warn(null); }
field.addEventListener("input", typed);
code.addEventListener("change", () => warn(null));
for (const button of document.querySelectorAll("[data-digit]")) {
  button.addEventListener("click", () => { field.value += button.dataset.digit; typed(); });
}
find("back").addEventListener("click", () => { field.value = field.value.slice(0, -1); typed(); });
find("previous").addEventListener("click", () => go(here - 1));
find("next").addEventListener("click", () => go(here + 1));
document.addEventListener("keydown", (event) => {
  if (event.altKey && event.key === "ArrowRight") { event.preventDefault(); go(here + 1); }
  if (event.altKey && event.key === "ArrowLeft") { event.preventDefault(); go(here - 1); }
});

// --- photos, video, voice ----------------------------------------------------------------------------------------
function drawFiles() {
  find("kept").replaceChildren(...files.map((file, index) => {
    const line = make("li", ""), address = URL.createObjectURL(file.blob);
    if (file.kind === "photo") line.append(Object.assign(document.createElement("img"), { src: address, alt: words.photo_kept }));
    else if (file.kind === "voice") line.append(Object.assign(document.createElement("audio"), { src: address, controls: true }));
    else line.append(icon("camera-video"));
    line.append(words[`${file.kind}_kept`]);
    const drop = make("button", "btn btn-quiet", words.remove);
    drop.type = "button";
    drop.addEventListener("click", () => { files.splice(index, 1); drawFiles(); });
    line.append(drop);
    return line;
  }));
}

async function keep(kind, blob) {
  const file = await fileOf(kind, blob);
  if (!files.some(({ digest }) => digest === file.digest)) files.push(file);
  drawFiles();
  warn(null);
}

for (const kind of ["photo", "video"]) {
  const input = find(kind);
  input.closest("label").hidden = !canHash;
  input.addEventListener("change", async () => {
    for (const file of input.files) await keep(kind, kind === "photo" ? await smaller(file) : file);
    input.value = "";
  });
}
const voiceButton = find("voice");
voiceButton.hidden = !canRecord;
voiceButton.addEventListener("click", async () => {
  if (voice) { voice.stop(); return; }
  try {
    voice = await recordVoice((seconds) => { find("voice-word").textContent = fill(words.stop, { seconds }); });
    voiceButton.classList.add("is-recording");
    voiceButton.setAttribute("aria-pressed", "true");
    voice.done = voice.done.then((blob) => (blob.size ? keep("voice", blob) : null));
    await voice.done;
  } catch {
    say(words.no_voice, "bad");
  }
  voice = null;
  voiceButton.classList.remove("is-recording");
  voiceButton.setAttribute("aria-pressed", "false");
  find("voice-word").textContent = words.record;
});
const dictate = find("dictate");
dictate.hidden = !canListen;
dictate.addEventListener("click", async () => {
  say(words.listening);
  const heard = await listen(language);
  if (heard) { field.value = heard; typed(); say(""); } else say(words.unheard, "bad");
});

// --- where one stands --------------------------------------------------------------------------------------------
const NEAR_M = 40;
function drawNear() {
  const at = position(), box = find("near");
  const near = at ? slips.map((slip, index) => ({ slip, index, far: metres(at, slip) }))
    .filter(({ index, slip, far }) => index !== here && slip.state === "waiting" && far <= Math.max(NEAR_M, at.accuracy))
    .sort((a, b) => a.far - b.far).slice(0, 3) : [];
  const mine = at ? metres(at, slips[here]) : Infinity;
  box.hidden = !near.length || mine <= near[0].far;
  find("near-list").replaceChildren(...near.map(({ slip, index, far }) => {
    const button = make("button", "btn btn-outline-secondary");
    button.type = "button";
    button.append(make("span", "", `${slip.address} · ${slip.serial}`), make("span", "muted", fill(words.far, { metres: show(Math.round(far)) })));
    button.addEventListener("click", () => go(index));
    return button;
  }));
}
position = watchPosition((at) => {
  find("position").textContent = fill(words.accuracy, { metres: show(Math.round(at.accuracy)) });
  drawNear();
}, () => { find("position").textContent = words.no_position; });
find("position").textContent ||= words.finding;

// --- all meters --------------------------------------------------------------------------------------------------
const LOOK = { read: ["good", "check-circle", "read"], not_read: ["warn", "exclamation-triangle", "not_read"], waiting: ["", "circle", "to_read"] };
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "σ");
function drawList() {
  find("count").textContent = `${slips.filter(({ state }) => state !== "waiting").length} / ${slips.length}`;
  const wanted = plain(find("jump").value).split(/\s+/).filter(Boolean);
  const rows = slips.map((slip, index) => ({ slip, index }))
    .filter(({ slip }) => { const text = plain(`${slip.address} ${slip.supply} ${slip.serial}`); return wanted.every((word) => text.includes(word)); });
  find("list").replaceChildren(...(find("all").open ? rows : []).map(({ slip, index }) => {
    const [tone, sign, word] = LOOK[slip.state], button = make("button", index === here ? "is-here" : "");
    button.type = "button";
    const text = make("span", "grow"), state = make("span", `state ${tone}`);
    text.append(make("span", "d-block fw-bold", slip.address), make("span", "muted small2", `${slip.position} · ${slip.supply} · ${slip.serial}`));
    state.append(icon(sign), words[word]);
    button.append(text, state);
    button.addEventListener("click", () => { find("all").open = false; go(index); });
    const line = make("li", "");
    line.append(button);
    return line;
  }));
}
find("jump").addEventListener("input", drawList);
find("all").addEventListener("toggle", drawList);

// What was kept before the page was closed counts as visited here.
for (const row of await outbox.list()) {
  const slip = slips.find(({ id }) => id === row.slip);
  if (slip && row.round === data.round && !row.why && slip.state === "waiting") slip.state = row.body.value_m3 === null ? "not_read" : "read";
}
if (slips[here] && slips[here].state !== "waiting") here = Math.max(nextWaiting(), 0);
if (!outbox.keeps) say(words.storage, "bad");
draw();
await drawOutbox();
root.dataset.ready = "1";
if (matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
outbox.flush();
