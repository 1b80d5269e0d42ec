// What is not sent yet: kept on the telephone until the server has it, sent one after the other, each under its own key.
const DATABASE = "hydria-reading", FIRST_WAIT_MS = 4000, LONGEST_WAIT_MS = 60000;

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("visits", { keyPath: "key" });
    request.result.createObjectStore("files", { keyPath: "digest" });
  };
  return promised(request);
}

// Where the browser keeps nothing (a private window), memory does, and the page says so.
function inMemory() {
  const stores = { visits: new Map(), files: new Map() };
  return {
    keeps: false,
    all: async (name) => [...stores[name].values()],
    get: async (name, key) => stores[name].get(key),
    put: async (name, row) => { stores[name].set(row.key ?? row.digest, row); },
    drop: async (name, key) => { stores[name].delete(key); },
  };
}

async function openStore() {
  try {
    const database = await openDatabase();
    const of = (name, mode) => database.transaction(name, mode).objectStore(name);
    return {
      keeps: true,
      all: (name) => promised(of(name, "readonly").getAll()),
      get: (name, key) => promised(of(name, "readonly").get(key)),
      put: (name, row) => promised(of(name, "readwrite").put(row)),
      drop: (name, key) => promised(of(name, "readwrite").delete(key)),
    };
  } catch {
    return inMemory();
  }
}

export class Outbox extends EventTarget {
  constructor({ user, visits, media, csrf }) {
    super();
    Object.assign(this, { user, visits, media, csrf, busy: false, again: false, wait: FIRST_WAIT_MS, timer: 0 });
  }

  async open() {
    this.store = await openStore();
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.flush(); });
    return this;
  }

  get keeps() { return this.store.keeps; }

  // Only what this person wrote: who signs in on the same telephone later does not send another's readings.
  async list() {
    const rows = (await this.store.all("visits")).filter((row) => row.user === this.user);
    return rows.sort((a, b) => a.made - b.made);
  }

  async add(visit, files) {
    for (const file of files) await this.store.put("files", file);
    await this.store.put("visits", { ...visit, user: this.user, made: Date.now(), isSent: false, why: "" });
    this.tell("change");
    this.flush();
  }

  async drop(key) {
    const row = await this.store.get("visits", key);
    await this.store.drop("visits", key);
    await this.forgetFiles(row?.body.media ?? []);
    this.tell("change");
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      do {
        this.again = false;
        for (const row of await this.list()) {
          if (row.why) continue;
          await this.send(row);
          this.wait = FIRST_WAIT_MS;
        }
      } while (this.again);
    } catch (problem) {
      this.tell("problem", problem.signedOut ? "signed_out" : "offline");
      this.timer = setTimeout(() => this.flush(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    } finally {
      this.busy = false;
    }
  }

  async send(row) {
    if (!row.isSent) {
      const address = this.visits.replace(/\/\d+\/slips\/0\//, `/${row.round}/slips/${row.slip}/`);
      const answer = await this.ask(address, "POST", JSON.stringify(row.body), { "Content-Type": "application/json", "Idempotency-Key": row.key });
      if (answer.why) {
        await this.store.put("visits", { ...row, why: answer.why });
        this.tell("refused", { ...row, why: answer.why });
        this.tell("change");
        return;
      }
      row.isSent = true;
      await this.store.put("visits", row);
      this.tell("taken", { row, answer });
    }
    for (const digest of row.body.media) {
      const file = await this.store.get("files", digest);
      if (!file) continue;
      const answer = await this.ask(this.media.replace(/0\/$/, `${digest}/`), "PUT", file.blob, { "Content-Type": "application/octet-stream" });
      if (answer.why) this.tell("refused", { ...row, why: answer.why });
    }
    await this.store.drop("visits", row.key);
    await this.forgetFiles(row.body.media);
    this.tell("change");
  }

  // The same picture may hang on two visits: it goes when nobody waits for it.
  async forgetFiles(digests) {
    const wanted = new Set((await this.list()).flatMap((row) => row.body.media));
    for (const digest of digests) if (!wanted.has(digest)) await this.store.drop("files", digest);
  }

  // What the server refuses in a sentence comes back as `why`; everything else that fails is tried again.
  async ask(address, method, body, headers) {
    const answer = await fetch(address, { method, body, credentials: "same-origin", headers: { ...headers, "X-CSRFToken": this.csrf, Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 403) throw Object.assign(new Error("signed out"), { signedOut: true });
    if (answer.status >= 500 || answer.status === 429) throw new Error(`answer ${answer.status}`);
    const told = answer.status === 204 ? {} : await answer.json();
    if (answer.ok) return told;
    return { why: told.detail ?? Object.values(told).flat().join(" ") };
  }
}
