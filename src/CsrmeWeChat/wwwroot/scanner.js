// The camera of a phone as a scanner: it stays on, and tells each code that is held before it once.
"use strict";

const sameCodeAgainAfter = 4000;

/**
 * @param {{ scanned: (text: string) => void, isBusy: () => boolean, otherwise: string }} does
 *   otherwise: what can be done where the camera cannot be opened
 */
function useScanner({ scanned, isBusy, otherwise }) {
  const button = document.getElementById("scan");
  const words = button.querySelector("span");
  const view = document.getElementById("scanner");
  const fault = document.getElementById("scan-fault");
  let scanner = null;
  let last = { text: "", at: 0 };

  function seen(text) {
    const now = Date.now();
    if (isBusy() || (text === last.text && now - last.at < sameCodeAgainAfter)) {
      // The code is still held before the camera: the time counts from when it leaves.
      if (text === last.text) last.at = now;
      return;
    }
    last = { text, at: now };
    navigator.vibrate?.(60);
    scanned(text);
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
      await scanner.start({ facingMode: "environment" }, { fps: 10, qrbox: square }, seen);
      button.setAttribute("aria-pressed", "true");
      words.textContent = "停止扫码";
    } catch {
      view.hidden = true;
      scanner = null;
      fault.textContent = `打不开摄像头。请在浏览器中允许使用摄像头，或${otherwise}。`;
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
  addEventListener("pagehide", () => scanner?.stop());
  return {
    get isOn() {
      return scanner !== null;
    },
    stop: () => scanner && stop(),
  };
}
