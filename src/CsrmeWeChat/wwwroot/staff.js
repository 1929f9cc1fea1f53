// The console's own behaviour around htmx: what failed is told, what is under way is shown.
"use strict";

function toast(words, isGood = false) {
  const box = document.getElementById("toasts");
  const item = document.createElement("div");
  item.className = isGood ? "toast-item toast-good" : "toast-item";
  const text = document.createElement("span");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.setAttribute("aria-label", "关闭");
  close.addEventListener("click", () => item.remove());
  item.append(text, close);
  box.replaceChildren(item);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  // A page that asks again by itself every few seconds is not under way for the person who reads it.
  if (event.detail.elt.dataset.quiet === undefined) document.body.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", () => document.body.removeAttribute("aria-busy"));

document.addEventListener("htmx:responseError", (event) => {
  let words = "没有办成，请稍后重试。您填写的内容还在。";
  try {
    words = JSON.parse(event.detail.xhr.responseText).detail || words;
  } catch {
    // A proxy's own page: the words above do.
  }
  toast(words);
});
document.addEventListener("htmx:sendError", () => toast("网络不通，请检查后重试。您填写的内容还在。"));
document.addEventListener("htmx:timeout", () => toast("服务器没有及时回应，请稍后重试。您填写的内容还在。"));

// The answer to a form is shown where one looks, and read out: the page may have been scrolled, or be a new one. Where the next thing is
// typed at once, as at the counter, the answer is shown only (data-answer) and read out by its role.
function showAnswer(part) {
  const answer = part.querySelector?.("[data-focus], [data-answer]");
  if (answer) {
    if (answer.dataset.focus !== undefined) answer.focus({ preventScroll: true });
    const box = answer.getBoundingClientRect();
    const bottom = window.innerHeight - (document.querySelector(".shortcuts")?.getBoundingClientRect().height ?? 0);
    const block = box.height < bottom ? "center" : "start";
    // At once: what is still on its way there is missed.
    if (box.top < 0 || box.bottom > bottom) answer.scrollIntoView({ block, behavior: "instant" });
  } else if (part === document.body) {
    window.scrollTo({ top: 0, behavior: "instant" });
  }
}
document.addEventListener("htmx:afterSettle", (event) => showAnswer(event.target));
document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]") && showAnswer(document));

// The new page stands beside the old one for a moment, and of parts with one name the browser keeps only one open: the old menu's.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== document.body) return;
  for (const part of document.querySelectorAll("details[name]")) part.removeAttribute("name");
});

// A choice that acts at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A file that is too large is said to be so before it is sent.
document.addEventListener("change", (event) => {
  const most = Number(event.target.dataset.maxBytes);
  if (most) {
    const large = [...event.target.files].some((file) => file.size > most);
    event.target.setCustomValidity(large ? `文件超过 ${Math.floor(most / 1048576)} MB，请拆分后再上传。` : "");
    event.target.reportValidity();
  }
});

// A form without htmx is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && !event.defaultPrevented) {
    setTimeout(() => event.target.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = true)));
  }
});

// A question of one of several buttons: htmx asks those of the form alone.
document.addEventListener("htmx:confirm", (event) => {
  const words = event.detail.triggeringEvent?.submitter?.getAttribute("hx-confirm");
  if (!words || event.detail.question) return;
  event.preventDefault();
  if (window.confirm(words)) event.detail.issueRequest(true);
});

// A question whose words the server knows: whom a message reaches, and how many. An empty one means that the form's own answer says why
// not.
document.addEventListener("htmx:confirm", async (event) => {
  const form = event.detail.elt;
  if (form.dataset?.ask === undefined) return;
  event.preventDefault();
  const pressed = event.detail.triggeringEvent?.submitter;
  const body = new FormData(form, pressed);
  try {
    const answer = await fetch(form.dataset.ask, { method: "POST", body, headers: { "HX-Request": "true" } });
    const words = await answer.text();
    if (!answer.ok) return toast(JSON.parse(words).detail);
    if (words && !window.confirm(words)) return;
  } catch {
    return toast("没有办成，请检查网络后重试。您填写的内容还在。");
  }
  // The question takes the focus from the button, and what is sent must be what was asked about.
  if (pressed?.name) keepPressed(form, pressed);
  event.detail.issueRequest(true);
});

function keepPressed(form, button) {
  const field = form.querySelector("[data-pressed]") ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  field.dataset.pressed = "";
  form.append(field);
}

// What a door keeps on this phone (door.js), all of it under one name: it goes when the door is closed, and when its keeper signs out.
const doors = {
  name: "door:",
  get unsent() {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${doors.name}scans:`)).length > 0;
  },
  async erase() {
    for (const key of Object.keys(localStorage)) if (key.startsWith(doors.name)) localStorage.removeItem(key);
    for (const key of await caches.keys()) if (key.startsWith(doors.name)) await caches.delete(key);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  },
};

document.addEventListener("submit", async (event) => {
  // Without https there is no cache, and no door without network.
  if (event.target.getAttribute("action") !== "/staff/sign-out" || !window.caches) return;
  event.preventDefault();
  if (doors.unsent) return toast("还有签到没有传上去。请先打开签到页，联网传完，再退出登录。");
  await doors.erase();
  event.target.submit();
});

// A phone that was put away with an open door, whose day is over; and what a page was just keeping while its door was closed.
const opened = Object.keys(localStorage).filter((key) => key.startsWith(`${doors.name}open:`));
const isOver = (key) => Date.parse(JSON.parse(localStorage.getItem(key)).until) < Date.now();
if (window.caches && !doors.unsent && opened.every(isOver)) doors.erase();
