// What is shown once: copied, or saved as a file. Printing is the console's own.
"use strict";

function slipText(id) {
  const slip = document.getElementById(id);
  const facts = [...slip.querySelectorAll("dt")].map((name) => `${name.textContent}：${name.nextElementSibling.textContent.trim()}`);
  return [...facts, ...[...slip.querySelectorAll("li")].map((item) => item.textContent.trim())].join("\n");
}

function saySlip(button, words) {
  button.closest(".actions").querySelector("[data-copied]").textContent = words;
}

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  const save = event.target.closest("[data-download]");
  if (copy) {
    try {
      await navigator.clipboard.writeText(slipText(copy.dataset.copy));
      saySlip(copy, "已复制");
    } catch {
      // Without https, or where the browser asks and is told no.
      getSelection().selectAllChildren(document.getElementById(copy.dataset.copy));
      saySlip(copy, "浏览器不允许复制，已为您选中，请按 Ctrl+C。");
    }
  } else if (save) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([slipText(save.dataset.download)], { type: "text/plain" }));
    link.download = save.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
});
