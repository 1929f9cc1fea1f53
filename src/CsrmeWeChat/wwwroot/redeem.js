// Scanning at the counter: the camera stays on, and one code after another is sent through the form.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("redeem");
  const code = document.getElementById("code");
  const button = document.getElementById("scan");
  const words = button.querySelector("span");
  const view = document.getElementById("scanner");
  const fault = document.getElementById("scan-fault");
  const sameCodeAgainAfter = 4000;
  let scanner = null;
  let last = { text: "", at: 0 };
  let sending = false;

  function scanned(text) {
    const now = Date.now();
    if (sending || (text === last.text && now - last.at < sameCodeAgainAfter)) {
      // The code is still held before the camera: the time counts from when it leaves.
      if (text === last.text) last.at = now;
      return;
    }
    last = { text, at: now };
    code.value = text.slice(0, code.maxLength);
    navigator.vibrate?.(60);
    form.requestSubmit();
  }

  // The part of the picture in which a code is looked for.
  function square(width, height) {
    const side = Math.min(width, height) * 0.75;
    return { width: side, height: side };
  }

  async function start() {
    fault.textContent = "";
    view.hidden = false;
    scanner = new Html5Qrcode("scanner", { formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE], verbose: false });
    try {
      await scanner.start({ facingMode: "environment" }, { fps: 10, qrbox: square }, scanned);
      button.setAttribute("aria-pressed", "true");
      words.textContent = "停止扫码";
    } catch {
      view.hidden = true;
      scanner = null;
      fault.textContent = "打不开摄像头。请在浏览器中允许使用摄像头，或直接输入福利码。";
    }
  }

  async function stop() {
    const stopping = scanner;
    scanner = null;
    button.setAttribute("aria-pressed", "false");
    words.textContent = "扫码";
    await stopping.stop();
    view.hidden = true;
  }

  button.hidden = !navigator.mediaDevices?.getUserMedia;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await (scanner === null ? start() : stop());
    button.disabled = false;
  });
  form.addEventListener("htmx:beforeRequest", () => (sending = true));
  form.addEventListener("htmx:afterRequest", (event) => {
    sending = false;
    // A code that was not answered stays, to be sent again.
    if (event.detail.successful) code.value = "";
    if (scanner === null) code.focus();
    document.getElementById("result").scrollIntoView({ block: "nearest" });
  });
  addEventListener("pagehide", () => scanner?.stop());
});
