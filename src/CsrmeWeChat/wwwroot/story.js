// The editor of a story over its text field, which is what is sent. Where the editor does not come, the field is there.
"use strict";

const { createEditor, createToolbar } = window.wangEditor ?? {};

function openEditor(area) {
  if (!createEditor || area.dataset.open) return;
  area.dataset.open = "yes";
  const box = area.form.querySelector("[data-editor-box]");
  box.hidden = false;
  const token = area.form.querySelector("[name=__RequestVerificationToken]").value;
  const editor = createEditor({
    selector: box.querySelector("[data-editor-text]"),
    html: area.value,
    mode: "simple",
    config: {
      placeholder: "请在这里写正文",
      autoFocus: false,
      onChange: (changed) => (area.value = changed.isEmpty() ? "" : changed.getHtml()),
      customAlert: (words) => toast(words),
      MENU_CONF: {
        uploadImage: {
          server: "/staff/stories/pictures",
          fieldName: "picture",
          headers: { "X-Forgery-Token": token },
          maxFileSize: 15 * 1048576,
          onFailed: (file, answer) => toast(answer.message),
          onError: () => toast("图片没有传上去，请检查网络或图片大小后重试。"),
        },
      },
    },
  });
  createToolbar({
    editor,
    selector: box.querySelector("[data-editor-bar]"),
    mode: "simple",
    config: {
      toolbarKeys: [
        "headerSelect", "bold", "italic", "underline", "color", "|",
        "bulletedList", "numberedList", "blockquote", "justifyLeft", "justifyCenter", "|",
        "uploadImage", "insertTable", "divider", "|",
        "undo", "redo", "clearStyle",
      ],
    },
  });
  area.hidden = true;
  const text = box.querySelector("[contenteditable]");
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-labelledby", "body-label");
  // The editor draws its bar a little later, and some of its buttons later still.
  new MutationObserver(() => nameButtons(box)).observe(box, { childList: true, subtree: true });
  nameButtons(box);
}

function nameButtons(box) {
  box.querySelectorAll("button:not([aria-label], .select-button)").forEach((button) => {
    const name = (button.dataset.tooltip || "").split("\n")[0];
    if (name && !button.textContent.trim()) button.setAttribute("aria-label", name);
  });
}

function openEditors(root) {
  (root ?? document).querySelectorAll("textarea[data-editor]").forEach(openEditor);
}
document.addEventListener("DOMContentLoaded", () => openEditors());
document.addEventListener("htmx:afterSettle", () => openEditors());
