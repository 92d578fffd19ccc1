// Keeps what is typed: every form with data-draft-url and data-draft-version is saved as a draft within ten seconds.
// A draft that is newer than this page's (another tab, another device) is never overwritten without asking.
const PAUSE_MS = 2000; // save when the writer stops
const LONGEST_MS = 8000; // save anyway while the writer goes on
const RETRY_MS = 15000; // try again while off line
const KEEPALIVE_BYTES = 60000; // browsers refuse more on leaving a page

function typedFields(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || !isKept(form, name)) continue;
    fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
  }
  return fields;
}

// The fields as the page came: a copy is put back to them, since somebody may have typed before this script ran.
function servedFields(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return typedFields(copy);
}

function isKept(form, name) {
  const field = form.elements.namedItem(name);
  const first = field instanceof RadioNodeList ? field[0] : field;
  if (name === "_stands") return true; // what stood when this was begun goes with the draft
  return Boolean(first) && !["hidden", "password", "file", "submit"].includes(first.type);
}

function clockTime(instant) {
  return new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.version = Number(form.dataset.draftVersion || 0);
    this.status = form.querySelector("[data-draft-status]") || this.addStatus();
    this.kept = JSON.stringify(servedFields(form));
    this.waiting = null;
    this.oldest = null;
    this.saving = null;
    this.isStopped = false;
    this.listen();
    if (JSON.stringify(typedFields(form)) !== this.kept) this.noteChange();
  }

  addStatus() {
    const status = document.createElement("p");
    status.className = "lippen-draft";
    status.setAttribute("role", "status");
    this.form.append(status);
    return status;
  }

  listen() {
    this.form.addEventListener("input", () => this.noteChange());
    this.form.addEventListener("change", () => this.noteChange());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    window.addEventListener("pageshow", (event) => event.persisted && this.resume());
    window.addEventListener("pagehide", () => this.saveOnLeaving());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.saveOnLeaving());
    window.addEventListener("online", () => this.save());
  }

  // A save on its way must arrive before what is sent: the answer to the form removes the draft.
  onSubmit(event) {
    const button = event.submitter;
    if (button && button.name === "_draft") {
      event.preventDefault();
      this.saveNow();
      return;
    }
    if (this.saving) {
      event.preventDefault();
      this.saving.finally(() => this.form.requestSubmit(button));
      return;
    }
    this.stop();
  }

  async saveNow() {
    await this.saving;
    this.kept = "";
    this.isStopped = false;
    await this.save();
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.waiting);
  }

  noteChange() {
    if (this.isStopped) return;
    this.oldest ??= Date.now();
    const left = LONGEST_MS - (Date.now() - this.oldest);
    this.plan(Math.max(0, Math.min(PAUSE_MS, left)));
  }

  plan(milliseconds) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), milliseconds);
  }

  request(fields, keepalive) {
    const token = this.form.querySelector("input[name=csrfmiddlewaretoken]");
    return fetch(this.url, {
      method: "POST",
      credentials: "same-origin",
      keepalive,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token ? token.value : "" },
      body: JSON.stringify({ fields, version: this.version }),
    });
  }

  async save() {
    clearTimeout(this.waiting);
    if (this.isStopped || this.saving) return this.saving;
    const fields = typedFields(this.form);
    const text = JSON.stringify(fields);
    if (text === this.kept) {
      this.oldest = null;
      return undefined;
    }
    this.oldest = null;
    this.saving = this.send(fields, text).finally(() => {
      this.saving = null;
      if (!this.isStopped && this.oldest !== null) this.noteChange();
    });
    return this.saving;
  }

  async send(fields, text) {
    let answer;
    try {
      answer = await this.request(fields, false);
    } catch {
      return this.notSaved("Not saved: you are off line. Keep this page open.");
    }
    if (answer.status === 409) return this.askWhichToKeep(await answer.json().catch(() => ({})));
    if (!answer.ok || !isJson(answer)) return this.notSaved(reasonFor(answer.status));
    const saved = await answer.json();
    this.isNow(saved.version);
    this.kept = text;
    return this.say(`Draft saved at ${clockTime(saved.saved_at || Date.now())}.`);
  }

  isNow(version) {
    this.version = version;
    this.form.dataset.draftVersion = version;
    for (const field of this.form.querySelectorAll("input[name=_draft_version]")) field.value = version;
  }

  notSaved(sentence) {
    this.say(sentence, true);
    this.plan(RETRY_MS);
  }

  saveOnLeaving() {
    if (this.isStopped || this.saving) return;
    const fields = typedFields(this.form);
    const text = JSON.stringify(fields);
    if (text === this.kept || text.length > KEEPALIVE_BYTES) return;
    this.saving = this.request(fields, true)
      .then(async (answer) => {
        if (!answer.ok || !isJson(answer)) return;
        this.isNow((await answer.json()).version);
        this.kept = text;
      })
      .catch(() => {})
      .finally(() => {
        this.saving = null;
      });
  }

  say(sentence, isTrouble = false) {
    this.status.hidden = false;
    this.status.classList.toggle("lippen-draft--trouble", isTrouble);
    this.status.replaceChildren(document.createTextNode(sentence));
  }

  askWhichToKeep(answer) {
    this.stop();
    this.say(answer.error || "You have saved this form in another tab or on another device since.", true);
    if (answer.error && !/another (tab|device)/.test(answer.error)) return this.resume();
    if (!answer.is_gone) this.status.append(" ", this.choice("See both texts", () => this.compare()));
    this.status.append(" ");
    this.status.append(this.choice("Keep what is on this page", () => this.keepMine()));
    return undefined;
  }

  choice(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds_link";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  // The server shows this page's text beside the newer draft; neither is given up.
  compare() {
    const asked = document.createElement("input");
    Object.assign(asked, { type: "hidden", name: "_compare", value: "1" });
    this.form.append(asked);
    this.form.submit();
  }

  resume() {
    this.isStopped = false;
    this.kept = JSON.stringify(typedFields(this.form));
  }

  async keepMine() {
    try {
      const answer = await fetch(this.url, { credentials: "same-origin" });
      this.isNow((await answer.json()).version);
    } catch {
      return this.say("Not saved: you are off line. Keep this page open.", true);
    }
    this.isStopped = false;
    this.kept = "";
    return this.save();
  }
}

function isJson(answer) {
  return (answer.headers.get("Content-Type") || "").includes("json");
}

function reasonFor(status) {
  if (status === 200 || status === 401 || status === 403) {
    return "Not saved: you are signed out. Keep this page open and sign in again in another tab.";
  }
  return "Not saved. Keep this page open; we will try again.";
}

for (const form of document.querySelectorAll("form[data-draft-url]")) {
  new Draft(form);
}
