// The editor of a story over its text field, which is what is sent. Where the editor does not come, the field is there.
"use strict";

const { createEditor, createToolbar } = window.wangEditor ?? {};

function openEditor(area) {
  if (!createEditor || area.dataset.open) return;
  area.dataset.open = "yes";
  const form = area.form;
  const box = form.querySelector("[data-editor-box]");
  box.hidden = false;
  let shown = null;
  const editor = createEditor({
    selector: box.querySelector("[data-editor-text]"),
    html: area.value,
    mode: "simple",
    config: {
      placeholder: "请在这里写正文",
      autoFocus: false,
      onChange: (changed) => {
        const html = changed.isEmpty() ? "" : changed.getHtml();
        // The editor writes the same text in its own way; that alone is no change.
        if (shown === null || html === shown) return;
        shown = area.value = html;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      },
      customAlert: (words) => toast(words),
      MENU_CONF: {
        uploadImage: {
          maxFileSize: 15 * 1048576,
          customUpload: async (file, insert) => {
            try {
              insert(await uploadPicture(file, form), "", "");
            } catch (error) {
              toast(error.message);
            }
          },
        },
      },
    },
  });
  shown = editor.isEmpty() ? "" : editor.getHtml();
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
  takePictures(editor, box.querySelector("[data-editor-text]"), form);
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

// What a reader's phone will show, beside the text.
function showPreview(form) {
  const page = document.querySelector("[data-story-preview]");
  for (const part of page.querySelectorAll("[data-preview]")) part.textContent = form.elements.namedItem(part.dataset.preview).value;
  page.querySelector("[data-preview-body]").innerHTML = form.elements.namedItem("Form.Body").value;
}

function openStories() {
  document.querySelectorAll("textarea[data-editor]").forEach(openEditor);
  document.querySelectorAll("form[data-story]").forEach((form) => {
    if (form.keeper) return;
    keepSaved(form);
    showPreview(form);
    form.addEventListener("input", () => showPreview(form));
  });
}
document.addEventListener("DOMContentLoaded", openStories);
document.addEventListener("htmx:afterSettle", openStories);
