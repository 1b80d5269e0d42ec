// A field that searches while one types: the combobox pattern of WAI-ARIA, its list from the server. What is chosen stands in the
// field as text that the server reads, so a form needs neither this script nor a second field.
let made = 0;

class Chooser {
  constructor(input) {
    this.input = input;
    this.words = input.dataset;
    this.options = [];
    this.at = -1;
    const id = `choices-${(made += 1)}`;
    this.list = Object.assign(document.createElement("ul"), { id, className: "choices paper", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.replace("*", "").trim() ?? "");
    this.note = Object.assign(document.createElement("div"), { className: "choices-note small2 muted" });
    this.note.setAttribute("role", "status");
    input.parentElement.classList.add("position-relative");
    input.after(this.list, this.note);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-haspopup": "listbox",
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => { this.close(); this.note.textContent = ""; });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options.indexOf(option));
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.close();
    this.note.textContent = "";
    if (this.input.value.trim().length >= Number(this.words.chooseFrom)) this.timer = setTimeout(() => this.ask(), 180);
  }

  async ask() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.asked = new AbortController();
    const address = new URL(this.words.choose, location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.note.textContent = this.words.chooseFailed;
    }
  }

  // A list of places ({label, number}) will do too.
  show(answer) {
    if (document.activeElement !== this.input) return;
    const { choices, more } = Array.isArray(answer)
      ? { choices: answer.map(({ label, number }) => ({ text: label, caret: number ? -1 : label.indexOf(",") })), more: false } : answer;
    this.options = choices.map((choice, index) => {
      const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${index}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = choice.text;
      if (choice.caret > 0) option.dataset.caret = choice.caret;
      option.append(choice.text);
      if (choice.detail) {
        option.append(" ", Object.assign(document.createElement("span"), { className: "muted small2", textContent: choice.detail }));
      }
      return option;
    });
    this.list.replaceChildren(...this.options);
    if (more) this.list.dataset.more = this.words.chooseMore; else delete this.list.dataset.more;
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.move(-1);
    const found = this.words.chooseCount.replace("{count}", choices.length);
    this.note.textContent = choices.length ? (more ? `${found} ${this.words.chooseMore}` : found) : this.words.chooseNone;
  }

  get isOpen() { return !this.list.hidden; }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  move(to) {
    this.options[this.at]?.setAttribute("aria-selected", "false");
    this.at = to;
    const option = this.options[to];
    if (!option) { this.input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(index) {
    const { text, caret } = this.options[index].dataset;
    this.input.value = text;
    if (caret) this.input.setSelectionRange(caret, caret); // a street: its number comes before the settlement
    this.close();
    this.note.textContent = "";
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const last = this.options.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.isOpen) {
      event.preventDefault();
      const to = this.at + step;
      this.move(this.at < 0 && step < 0 ? last : to > last ? -1 : Math.max(to, -1));
    } else if (event.key === "ArrowDown" && this.input.value.trim()) {
      event.preventDefault();
      this.ask();
    } else if (event.key === "Enter" && this.isOpen && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
      this.note.textContent = "";
    }
  }
}

const begin = (root) => root.querySelectorAll("input[data-choose]:not([role])").forEach((input) => new Chooser(input));
begin(document);
document.addEventListener("htmx:load", ({ detail }) => begin(detail.elt));
