// Scanning at the counter: the camera stays on, and one code after another is sent through the form.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("redeem");
  const code = document.getElementById("code");
  let sending = false;

  const scanner = useScanner({
    scanned(text) {
      code.value = text.slice(0, code.maxLength);
      form.requestSubmit();
    },
    isBusy: () => sending,
    otherwise: "直接输入福利码",
  });
  form.addEventListener("htmx:beforeRequest", () => (sending = true));
  form.addEventListener("htmx:afterRequest", (event) => {
    sending = false;
    // A code that was not answered stays, to be sent again.
    if (event.detail.successful) code.value = "";
    if (!scanner.isOn) code.focus();
    document.getElementById("result").scrollIntoView({ block: "nearest" });
  });
});
