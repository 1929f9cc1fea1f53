// The console's own behaviour around htmx: what failed is told, what is under way is shown.
"use strict";

function toast(words) {
  const box = document.getElementById("toasts");
  const item = document.createElement("div");
  item.className = "toast-item";
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

// After a form was sent: what is said about it comes first to those who cannot see it.
function focusErrors(part) {
  part.querySelector?.("[data-focus]")?.focus();
}
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
document.addEventListener("DOMContentLoaded", () => focusErrors(document));

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
