// Reviewing by keyboard: play, decide, next. Keys do nothing while one writes.
"use strict";

document.addEventListener("keydown", (event) => {
  const player = document.getElementById("player");
  const isWriting = event.target.closest("input:not([type=checkbox]), textarea, select, video") !== null;
  if (event.key === "Enter" && event.ctrlKey && event.target.id === "reason") {
    event.preventDefault();
    document.getElementById("return").requestSubmit();
    return;
  }
  if (isWriting || event.ctrlKey || event.altKey || event.metaKey) return;
  const press = {
    " ": () => player && (player.paused ? player.play() : player.pause()),
    ArrowLeft: () => player && (player.currentTime -= 5),
    ArrowRight: () => player && (player.currentTime += 5),
    a: () => document.getElementById("accept")?.requestSubmit(),
    m: () => document.querySelector("#accept [name=IsAware]")?.click(),
    r: () => document.getElementById("reason")?.focus(),
    n: () => document.getElementById("next")?.click(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const reason = /^[1-9]$/.test(event.key) ? document.querySelectorAll("[data-reason]")[event.key - 1] : null;
  // A button that has the focus is pressed by the space bar.
  if ((!press && !reason) || (event.key === " " && event.target.closest("button, a"))) return;
  event.preventDefault();
  if (reason) reason.click();
  else press();
});

document.addEventListener("click", (event) => {
  const seek = event.target.closest("[data-seek]");
  const player = document.getElementById("player");
  if (seek && player) player.currentTime = Number(seek.dataset.seek);
  const ready = event.target.closest("[data-reason]");
  if (ready) {
    const reason = document.getElementById("reason");
    // Several may be given, each once, and what was typed stays.
    const given = reason.value.trim();
    if (!given.includes(ready.dataset.reason)) reason.value = given === "" ? ready.dataset.reason : `${given}\n${ready.dataset.reason}`;
    reason.focus();
  }
});
