// Writes icons.css and icons.woff2 with the icons that the console uses: all 5,000 of the set would be 720 KB to load over a weak network.
//   node icons.mjs FOLDER
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const names = [
  "alert-triangle", "arrow-right", "bell", "brand-wechat", "building", "calendar", "calendar-event", "camera", "chart-bar", "check",
  "chevron-left", "chevron-right", "circle-check", "clipboard-check", "clock", "copy", "dots", "download", "file-import", "file-text",
  "gift", "help", "home", "inbox", "key", "logout", "mail", "menu-2", "message", "minus", "news", "photo", "plus", "printer", "qrcode",
  "report", "scan", "search", "send", "settings", "tag", "ticket", "trash", "trophy", "upload", "user", "user-check", "user-plus",
  "users", "video", "x", "zoom-in",
];

const folder = process.argv[2];
const set = createRequire(import.meta.url).resolve("@tabler/icons-webfont/dist/tabler-icons.css");
const css = await readFile(set, "utf8");
const codes = names.map((name) => {
  const code = css.match(new RegExp(`\\.ti-${name}:before\\s*\\{\\s*content:\\s*"\\\\([0-9a-f]+)"`))?.[1];
  if (!code) throw new Error(`The icon set has no ${name}.`);
  return code;
});
const font = await readFile(set.replace("tabler-icons.css", "fonts/tabler-icons.woff2"));
const text = codes.map((code) => String.fromCodePoint(parseInt(code, 16))).join("");
await writeFile(`${folder}/icons.woff2`, await subsetFont(font, text, { targetFormat: "woff2" }));
await writeFile(
  `${folder}/icons.css`,
  `@font-face { font-family: icons; src: url(icons.woff2) format("woff2"); font-display: block; }
.ti { font-family: icons; font-style: normal; font-weight: 400; line-height: 1; display: inline-block; }
${names.map((name, i) => `.ti-${name}::before { content: "\\${codes[i]}"; }`).join("\n")}
`,
);
