// A juror's scores: given by thumb or by key, saved by themselves as soon as all are given, and kept on this device until they are.
"use strict";

const pause = 700,
  again = 5000,
  most = 15000,
  // What was left unsaved longer ago belongs to a round that is over.
  oldest = 60 * 86400000,
  drafts = "ballot:";

const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const sameAs = (one, other) => one.points.join() === other.points.join() && plain(one.remark) === plain(other.remark);
const isScore = (text) => /^\d{1,3}$/.test(text) && Number(text) <= 100;

const kept = {
  read(id) {
    try {
      return JSON.parse(localStorage.getItem(drafts + id));
    } catch {
      return null;
    }
  },
  write(id, draft) {
    try {
      if (draft) localStorage.setItem(drafts + id, JSON.stringify(draft));
      else localStorage.removeItem(drafts + id);
    } catch {
      // A browser that keeps nothing: what was given stands on the page alone.
    }
  },
  clear() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(drafts) && !(kept.read(key.slice(drafts.length))?.at > Date.now() - oldest)) localStorage.removeItem(key);
    }
  },
};

class Ballot {
  constructor(form) {
    this.form = form;
    this.id = form.dataset.ballot;
    this.scores = [...form.querySelectorAll("[data-score]")];
    this.fields = this.scores.map((score) => score.querySelector("[name=Points]"));
    this.tabs = [...form.querySelectorAll("[data-tab]")];
    this.weights = form.dataset.weights.split(",").map(Number);
    this.remark = document.getElementById("remark");
    this.state = form.querySelector("[data-state]");
    this.conflict = form.querySelector("[data-conflict]");
    const stands = JSON.parse(form.dataset.stands);
    this.stands = { points: this.fields.map((_, at) => `${stands.points[at] ?? ""}`), remark: stands.remark };
    this.theirs = null;
    this.sent = [];
    this.isOpen = form.dataset.open === "true";
    this.isHeld = form.dataset.held === "true";
    form.noValidate = true;
    form.closest(".ballot").classList.add("is-live");
    this.restore();
    this.show();
  }

  get now() {
    return { points: this.fields.map((field) => field.value.trim()), remark: this.remark.value };
  }

  get revision() {
    return this.form.elements.namedItem("Revision");
  }

  get missing() {
    return this.fields.findIndex((field) => !isScore(field.value.trim()));
  }

  get isDirty() {
    return !sameAs(this.now, this.stands);
  }

  get active() {
    return Math.max(0, this.scores.findIndex((score) => score.classList.contains("is-active")));
  }

  say(words, isBad = false) {
    this.state.textContent = words;
    this.state.classList.toggle("text-danger", isBad);
  }

  activate(at, isFocused = false) {
    this.scores.forEach((score, other) => score.classList.toggle("is-active", other === at));
    this.tabs.forEach((tab, other) => tab.setAttribute("aria-pressed", other === at ? "true" : "false"));
    if (isFocused) {
      this.fields[at].focus({ preventScroll: true });
      this.fields[at].select();
    }
  }

  put(values) {
    values.points.forEach((points, at) => (this.fields[at].value = points));
    this.remark.value = values.remark;
    this.show();
  }

  /** Sliders, tabs and the sum follow the fields. */
  show() {
    let sum = 0;
    this.fields.forEach((field, at) => {
      const text = field.value.trim();
      const slider = this.scores[at].querySelector("[data-slider]");
      slider.classList.toggle("is-unset", !isScore(text));
      slider.value = isScore(text) ? text : 50;
      field.classList.toggle("is-invalid", text !== "" && !isScore(text));
      this.tabs[at].querySelector("[data-tab-points]").textContent = text || "–";
      for (const quick of this.scores[at].querySelectorAll("[data-set]")) quick.classList.toggle("is-set", quick.dataset.set === text);
      sum += Number(text) * this.weights[at];
    });
    const all = this.weights.reduce((total, weight) => total + weight, 0);
    this.form.querySelector("[data-total]").textContent = this.missing < 0 ? `${Math.round((sum / all) * 10) / 10}` : "";
  }

  /** What this device kept is put back, unless it is saved by now or another device has saved meanwhile. */
  restore() {
    const draft = kept.read(this.id);
    if (!draft) return;
    if (sameAs(draft, this.stands)) {
      kept.write(this.id, null);
    } else if (!this.isOpen) {
      this.say(`这台设备上有没来得及保存的分数（${draft.points.join("、")}），没有计入。`, true);
    } else if (!this.isHeld) {
      const revision = Number(this.revision.value);
      this.put(draft);
      if (draft.revision === revision) {
        this.changed();
        this.say("已找回这台设备上没有存上的分数。");
      } else {
        this.ask({ ...this.stands, revision });
      }
    }
  }

  changed() {
    this.show();
    if (!this.isOpen) return;
    this.isHeld = false;
    kept.write(this.id, this.isDirty ? { ...this.now, revision: Number(this.revision.value), at: Date.now() } : null);
    if (this.theirs) return;
    const left = this.fields.filter((field) => !isScore(field.value.trim())).length;
    if (left > 0) this.say(this.isDirty ? `还有 ${left} 项没有给分，给完后保存` : "");
    else this.later(pause);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (!this.isOpen || this.theirs || this.isHeld || this.missing >= 0 || !this.isDirty || !this.form.isConnected) return;
    this.saving = this.send(this.now).finally(() => (this.saving = null));
    await this.saving;
  }

  async send(values) {
    this.say("正在保存…");
    this.sent.push(values);
    try {
      this.answered(values, await this.post(false));
    } catch (error) {
      const isNetwork = !error.status;
      this.say(`没有保存：${isNetwork ? "网络不通，已留在这台设备上，联网后自动重试。" : error.message}`, true);
      if (error.status !== 404) this.later(isNetwork ? again : 2 * again);
    }
  }

  async post(isAgain, isLeaving = false) {
    const answer = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body: new FormData(this.form),
      headers: { "HX-Request": "true", Accept: "application/json" },
      keepalive: isLeaving,
      signal: AbortSignal.timeout(most),
    });
    const said = await answer.json().catch(() => ({}));
    if (said.code === "request.forgery" && !isAgain && (await this.renewToken())) return this.post(true);
    if (!answer.ok) throw Object.assign(new Error(said.detail ?? "请稍后重试。"), { status: answer.status });
    return said;
  }

  /** After signing in again in another window, this page's token is of the old session. */
  async renewToken() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("#scores [name=__RequestVerificationToken]");
    if (fresh) this.form.elements.namedItem("__RequestVerificationToken").value = fresh.value;
    return Boolean(fresh);
  }

  answered(values, said) {
    if (said.saved) {
      this.stands = values;
      this.revision.value = said.revision;
      this.changed();
      if (!this.isDirty) this.say(said.words);
    } else if (said.isFinal) {
      this.isOpen = false;
      for (const score of this.scores) score.disabled = true;
      this.say(said.words, true);
    } else if (said.code === "judging.moved") {
      this.moved({ points: said.points.map(String), remark: said.remark, revision: said.revision }, said.words);
    } else {
      this.say(`没有保存：${said.words}`, true);
    }
  }

  /** It may have been this page's own, whose answer was lost. */
  moved(theirs, words) {
    if (!this.sent.some((values) => sameAs(values, theirs))) return this.ask(theirs, words);
    this.stands = { points: theirs.points, remark: theirs.remark };
    this.revision.value = theirs.revision;
    this.later(0);
  }

  ask(theirs, words = `已保存的是另一台设备上给的分数：${theirs.points.join("、")}。`) {
    this.theirs = theirs;
    this.conflict.hidden = false;
    this.conflict.querySelector("[data-conflict-words]").textContent = words;
    this.say("没有保存：请选用哪边的分数。", true);
  }

  take(isMine) {
    this.stands = { points: this.theirs.points, remark: this.theirs.remark };
    this.revision.value = this.theirs.revision;
    if (!isMine) this.put(this.theirs);
    this.theirs = null;
    this.conflict.hidden = true;
    this.say("");
    this.changed();
  }

  set(at, points) {
    if (!this.isOpen) return;
    this.fields[at].value = Math.min(100, Math.max(0, points));
    this.activate(at);
    this.changed();
  }

  step(at, by) {
    const text = this.fields[at].value.trim();
    this.set(at, isScore(text) ? Number(text) + by : 75);
  }

  leave() {
    if (this.isOpen && !this.theirs && !this.saving && this.missing < 0 && this.isDirty) this.post(true, true).catch(() => {});
  }
}

const ballot = () => document.getElementById("scores")?.keeper;
const shots = () => document.querySelector("[data-shots]");
const shownShot = (box) => Math.round(box.scrollLeft / Math.max(1, box.clientWidth));

function goToShot(at) {
  const box = shots();
  if (at < 0 || at >= box.children.length) return;
  box.scrollTo({ left: box.children[at].offsetLeft - box.children[0].offsetLeft, behavior: "smooth" });
}

function begin() {
  const form = document.getElementById("scores");
  if (!form || form.keeper) return;
  form.keeper = new Ballot(form);
  shots()?.addEventListener("scroll", (event) => {
    const at = shownShot(event.target);
    document.querySelectorAll("[data-shot]").forEach((thumb) => {
      if (Number(thumb.dataset.shot) === at) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
  });
  // On a phone the field would call up the keyboard over the picture.
  if (form.keeper.isOpen && matchMedia("(pointer: fine)").matches) form.keeper.activate(Math.max(0, form.keeper.missing), true);
  if (form.dataset.next) new Image().src = form.dataset.next;
}

/** On the list: which ballots have scores that only this device knows. */
function markDrafts() {
  kept.clear();
  for (const link of document.querySelectorAll("[data-draft-of]")) {
    const draft = kept.read(link.dataset.draftOf);
    if (!draft || link.querySelector(".ballots-draft")) continue;
    const mark = document.createElement("span");
    mark.className = "badge bg-red-lt ballots-draft";
    mark.textContent = "本机有未保存的分数";
    link.append(mark);
  }
}

document.addEventListener("click", (event) => {
  const keeper = ballot();
  const target = (name) => event.target.closest(`[data-${name}]`);
  const at = Number(event.target.closest("[data-score]")?.dataset.score);
  if (!keeper) return;
  if (target("set")) keeper.set(at, Number(target("set").dataset.set));
  else if (target("step")) keeper.step(at, Number(target("step").dataset.step));
  else if (target("tab")) keeper.activate(Number(target("tab").dataset.tab));
  else if (target("take")) keeper.take(target("take").dataset.take === "mine");
  else if (target("help")) document.querySelector("[data-help-box]").showModal();
  else if (target("shot")) {
    event.preventDefault();
    goToShot(Number(target("shot").dataset.shot));
  }
});

document.addEventListener("input", (event) => {
  const keeper = ballot();
  if (!keeper || !(event.target.form === keeper.form)) return;
  const score = event.target.closest("[data-score]");
  if (event.target.dataset.slider !== undefined) keeper.set(Number(score.dataset.score), Number(event.target.value));
  else keeper.changed();
});

document.addEventListener("focusin", (event) => {
  const score = event.target.closest?.("[data-score]");
  if (!score || !ballot()) return;
  ballot().activate(Number(score.dataset.score));
  if (event.target.name === "Points") event.target.select();
});

function pressed(keeper, event) {
  const go = (id) => () => document.getElementById(id).click();
  const several = shots()?.children.length > 1;
  const turn = (by, id) => (several ? () => goToShot(shownShot(shots()) + by) : go(id));
  return {
    j: go("after"),
    k: go("before"),
    ArrowLeft: turn(-1, "before"),
    ArrowRight: turn(1, "after"),
    ArrowUp: () => keeper.step(keeper.active, event.shiftKey ? 5 : 1),
    ArrowDown: () => keeper.step(keeper.active, event.shiftKey ? -5 : -1),
    "+": () => keeper.step(keeper.active, 1),
    "-": () => keeper.step(keeper.active, -1),
    z: () => document.querySelectorAll("[data-zoom]")[shownShot(shots())]?.click(),
    r: () => keeper.remark.focus(),
    "?": () => document.querySelector("[data-help-box]").showModal(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

document.addEventListener("keydown", (event) => {
  const keeper = ballot();
  if (!keeper || document.querySelector("dialog[open]")) return;
  if (event.target === keeper.remark) {
    if (event.key === "Escape") keeper.activate(keeper.active, true);
    if (event.key === "Enter" && event.ctrlKey) keeper.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("textarea, select, input:not([name=Points], [type=range])")) return;
  const isField = event.target.name === "Points";
  const act = pressed(keeper, event);
  if (act) {
    event.preventDefault();
    act();
  } else if (/^\d$/.test(event.key)) {
    // The digit itself goes into the field that has the focus now.
    if (!isField && keeper.isOpen) keeper.activate(keeper.active, true);
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    if (keeper.isOpen) keeper.form.requestSubmit();
  } else if (isField && event.key.length === 1) {
    event.preventDefault();
  }
});

// Before htmx: what is missing is said, and nothing is sent.
document.addEventListener(
  "submit",
  (event) => {
    const keeper = event.target.keeper;
    if (!keeper) return;
    if (keeper.missing >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      keeper.say(`还没有给分：${keeper.tabs[keeper.missing].firstChild.textContent.trim()}`, true);
      keeper.activate(keeper.missing, matchMedia("(pointer: fine)").matches);
    }
  },
  true,
);

// What is under way is waited for: going on would meet it as somebody else's.
document.addEventListener("htmx:confirm", async (event) => {
  const keeper = ballot();
  if (!keeper || event.detail.question) return;
  event.preventDefault();
  if (event.detail.elt !== keeper.form) await keeper.save();
  while (keeper.saving) await keeper.saving;
  clearTimeout(keeper.timer);
  event.detail.issueRequest(true);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.keeper) event.detail.elt.keeper.say("正在保存…");
});
document.addEventListener("htmx:sendError", (event) => event.detail.elt.keeper?.say("没有保存：网络不通，已留在这台设备上。", true));
document.addEventListener("htmx:responseError", (event) => event.detail.elt.keeper?.say("没有保存，已留在这台设备上。", true));
// It is saved where the answer is another page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const keeper = event.detail.elt.keeper ?? event.detail.requestConfig?.elt?.keeper;
  const { pathname } = new URL(event.detail.xhr.responseURL || location.href);
  if (keeper && event.detail.xhr.status === 200 && pathname !== new URL(keeper.form.dataset.autosave, location.href).pathname) {
    kept.write(keeper.id, null);
  }
});

window.addEventListener("online", () => ballot()?.save());
document.addEventListener("visibilitychange", () => (document.hidden ? ballot()?.leave() : ballot()?.save()));
window.addEventListener("pagehide", () => ballot()?.leave());

function look() {
  begin();
  markDrafts();
}
document.addEventListener("htmx:load", look);
document.addEventListener("DOMContentLoaded", look);
