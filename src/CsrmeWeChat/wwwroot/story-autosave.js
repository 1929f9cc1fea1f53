// Saves what is typed into a story by itself, and says so. What could not be saved stays on the page and is tried again.
"use strict";

const pause = 4000,
  later = 10000,
  // A browser sends no more than this of a page that is being left.
  mostOnLeaving = 60000;

function keepSaved(form) {
  if (form.keeper) return;
  const status = form.querySelector("[data-saved]");
  const field = (name) => form.elements.namedItem(name);
  const keeper = { dirty: false, stopped: form.dataset.autosave === undefined, failed: false, timer: null, sending: null };
  form.keeper = keeper;

  function say(words, isBad) {
    status.textContent = words;
    status.classList.toggle("text-danger", isBad);
    status.classList.toggle("text-secondary", !isBad);
  }

  function contents() {
    field("Step").value = Number(field("Step").value) + 1;
    const body = new FormData(form);
    // Files are sent by hand: each would go again and again.
    for (const name of ["PortraitFile", "CoverFile"]) body.delete(name);
    return body;
  }

  async function renewToken() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[data-story] [name=__RequestVerificationToken]");
    if (fresh) field("__RequestVerificationToken").value = fresh.value;
    return Boolean(fresh);
  }

  function becomeSaved(answer) {
    field("Revision").value = answer.revision;
    say(answer.words, false);
    if (form.dataset.address) return;
    // From here on the page is the story's own, also for whoever loads it anew.
    form.dataset.address = `/staff/stories/${answer.id}/edit`;
    form.dataset.autosave = `${form.dataset.address}?handler=Autosave`;
    history.replaceState(history.state, "", form.dataset.address);
    const season = field("Season");
    if (season?.tagName === "SELECT") season.disabled = true;
  }

  async function send(isLeaving, isAgain) {
    const headers = { "HX-Request": "true", Accept: "application/json" };
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: contents(), headers, keepalive: isLeaving });
    const said = await answer.json().catch(() => ({}));
    if (said.code === "request.forgery" && !isAgain && (await renewToken())) return send(isLeaving, true);
    if (!answer.ok) throw new Error(said.detail);
    return said;
  }

  async function save(isLeaving = false) {
    clearTimeout(keeper.timer);
    keeper.timer = null;
    if (!keeper.dirty || keeper.stopped || !form.isConnected) return;
    keeper.dirty = false;
    try {
      const said = await send(isLeaving, false);
      keeper.failed = !said.saved;
      keeper.stopped = said.isFinal ?? false;
      keeper.dirty ||= !said.saved;
      if (said.saved) becomeSaved(said);
      else say(said.words, true);
    } catch (error) {
      keeper.dirty = keeper.failed = true;
      say(error instanceof TypeError || !error.message ? "网络不通，还没有自动保存。您写的还在本页，联网后会再存。" : `还没有自动保存：${error.message}`, true);
      keeper.timer = setTimeout(start, later);
    }
  }

  function start() {
    if (keeper.sending) return keeper.sending;
    keeper.sending = save().finally(() => {
      keeper.sending = null;
      if (keeper.dirty && !keeper.failed) keeper.timer ??= setTimeout(start, pause);
    });
    return keeper.sending;
  }

  keeper.changed = () => {
    keeper.dirty = true;
    if (!keeper.stopped) keeper.timer ??= setTimeout(start, pause);
  };
  keeper.leave = () => keeper.dirty && !keeper.sending && save(field("Form.Body").value.length < mostOnLeaving / 3);
  keeper.rest = async () => {
    clearTimeout(keeper.timer);
    keeper.timer = null;
    await keeper.sending;
    field("Step").value = Number(field("Step").value) + 1;
  };
  form.addEventListener("input", (event) => event.target.type !== "file" && keeper.changed());
}

const keepers = () => [...document.querySelectorAll("form[data-story]")].map((form) => form.keeper).filter(Boolean);

document.addEventListener("visibilitychange", () => document.hidden && keepers().forEach((keeper) => keeper.leave()));
window.addEventListener("pagehide", () => keepers().forEach((keeper) => keeper.leave()));
window.addEventListener("beforeunload", (event) => {
  for (const keeper of keepers()) {
    if (keeper.dirty && (keeper.failed || keeper.stopped)) event.preventDefault();
  }
});

// Saving by hand waits for what is under way, or it would meet its own page's change as somebody else's.
document.addEventListener("htmx:confirm", async (event) => {
  const form = event.detail.elt;
  if (!form.keeper) return;
  event.preventDefault();
  await form.keeper.rest();
  event.detail.issueRequest(true);
});
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.dataset?.address) event.detail.path = event.detail.elt.dataset.address;
});
