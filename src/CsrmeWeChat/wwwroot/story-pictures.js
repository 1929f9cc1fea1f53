// Pictures that come with a pasted text, or as files: each is uploaded, and in the place of one that cannot be had a mark stands.
"use strict";

const media = "/media/";

async function uploadPicture(file, form) {
  const body = new FormData();
  body.append("picture", file, file.name || "picture.png");
  const token = form.querySelector("[name=__RequestVerificationToken]").value;
  let answer;
  try {
    answer = await fetch("/staff/stories/pictures", { method: "POST", body, headers: { "X-Forgery-Token": token, "HX-Request": "true" } });
  } catch {
    throw new Error("图片没有传上去，请检查网络后重试。");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok || said.errno !== 0) throw new Error(said.message ?? said.detail ?? "图片没有传上去，请稍后重试。");
  return said.data.url;
}

// Where a group of RTF ends: braces that are not escaped, counted.
function endOfGroup(rtf, start) {
  const braces = /\\[{}\\]|[{}]/g;
  braces.lastIndex = start;
  for (let depth = 0, found; (found = braces.exec(rtf)); ) {
    if (found[0] === "{") depth++;
    else if (found[0] === "}" && --depth === 0) return found.index;
  }
  return rtf.length;
}

function bytesOfHex(hex) {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.substr(2 * i, 2), 16);
  return bytes;
}

// A picture's group. Only PNG and JPEG are pictures to a browser; of Windows' own drawings (wmf, emf) the place is kept.
function pictureOfRtf(group) {
  const type = /\\pngblip/.test(group) ? "image/png" : /\\jpegblip/.test(group) ? "image/jpeg" : null;
  if (!type) return null;
  let text = group;
  for (let before; before !== text; ) {
    before = text;
    text = text.replace(/\{[^{}]*\}/g, "");
  }
  const bytes = bytesOfHex(text.replace(/\\[a-z]+-?\d* ?/g, "").replace(/[^0-9a-f]/gi, ""));
  return bytes.length > 0 ? new File([bytes], type === "image/png" ? "word.png" : "word.jpg", { type }) : null;
}

// The pictures of the text in order, null for one that a browser cannot show. Left out is what Word writes beside the text, and the
// second form of a picture that it writes for older programs.
function picturesOfRtf(rtf) {
  const beside = /^(nonshppict|shprslt|listpicture|header[lrf]?|footer[lrf]?)$/;
  const pictures = [];
  const groups = /\{(?:\\\*)?\\([a-z]+)/g;
  for (let found; (found = groups.exec(rtf)); ) {
    const isPicture = found[1] === "pict";
    if (!isPicture && !beside.test(found[1])) continue;
    const end = endOfGroup(rtf, found.index);
    if (isPicture) pictures.push(pictureOfRtf(rtf.slice(found.index + 1, end)));
    groups.lastIndex = end;
  }
  return pictures;
}

function fileOfData(address) {
  const parts = /^data:(image\/[a-z.+-]+);base64,(.*)$/is.exec(address);
  if (!parts) return null;
  try {
    return new File([Uint8Array.from(atob(parts[2]), (letter) => letter.charCodeAt(0))], "picture", { type: parts[1] });
  } catch {
    return null;
  }
}

// Where the clipboard holds as many pictures as the text names, they are the text's in order; else nobody can say which is which.
function filesOf(images, rtf, files) {
  const local = images.filter((image) => /^file:/i.test(image.getAttribute("src") ?? ""));
  const held = [rtf ? picturesOfRtf(rtf) : [], files].find((list) => list.length === local.length) ?? [];
  return images.map((image) => fileOfData(image.getAttribute("src") ?? "") ?? held[local.indexOf(image)] ?? null);
}

function isKept(image) {
  const address = image.getAttribute("src") ?? "";
  const own = address.startsWith(location.origin) ? address.slice(location.origin.length) : address;
  if (own.startsWith(media)) image.setAttribute("src", own);
  return own.startsWith(media);
}

async function bringPictures(html, rtf, files, form) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const images = [...page.images].filter((image) => !isKept(image));
  const found = filesOf(images, rtf, files);
  const why = new Set();
  let lost = 0;
  for (const [i, image] of images.entries()) {
    const address = found[i] && (await uploadPicture(found[i], form).catch((error) => void why.add(error.message)));
    const kept = page.createElement("img");
    kept.setAttribute("src", address ?? "");
    kept.setAttribute("alt", "");
    image.replaceWith(address ? kept : `[图 ${++lost && i + 1}：请重新上传]`);
  }
  return { html: page.body.innerHTML, count: images.length, lost, why: [...why].join("") };
}

function tellOfPictures({ count, lost, why }) {
  const brought = count - lost > 0 ? `已带入 ${count - lost} 张图片。` : "";
  toast(lost === 0 ? brought : `${brought}${lost} 张未能带入的图片已在原处标明“请重新上传”，请换上图片。${why}`, lost === 0);
}

async function insertFiles(editor, files, form) {
  toast(`正在上传 ${files.length} 张图片…`, true);
  let html = "";
  const why = new Set();
  for (const file of files) {
    const address = await uploadPicture(file, form).catch((error) => void why.add(`${file.name}：${error.message}`));
    if (address) html += `<p><img src="${address}" alt=""></p>`;
  }
  insertHtml(editor, html);
  toast(why.size > 0 ? [...why].join("") : `已插入 ${files.length} 张图片。`, why.size === 0);
}

function insertHtml(editor, html) {
  if (editor.selection) editor.restoreSelection();
  else editor.focus(true);
  if (html) editor.dangerouslyInsertHtml(html);
}

async function pasteText(editor, html, rtf, files, form) {
  toast("正在带入图片…", true);
  const brought = await bringPictures(html, rtf, files, form);
  insertHtml(editor, brought.html);
  tellOfPictures(brought);
}

// Takes what has pictures in it before the editor does, which knows neither Word's nor more than one file.
function takePictures(editor, box, form) {
  const imagesIn = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  const take = (event, work) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    work();
  };
  box.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const [html, files] = [data.getData("text/html"), imagesIn(data)];
    // What was copied in the editor itself is the editor's.
    if (html.includes("data-slate-fragment")) return;
    if (/<img\b/i.test(html)) {
      const rtf = data.getData("text/rtf");
      take(event, () => pasteText(editor, html, rtf, files, form));
    } else if (files.length > 0 && !html) take(event, () => insertFiles(editor, files, form));
  }, true);
  box.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault(), true);
  box.addEventListener("drop", (event) => {
    const files = imagesIn(event.dataTransfer);
    if (files.length > 0) take(event, () => insertFiles(editor, files, form));
  }, true);
}
