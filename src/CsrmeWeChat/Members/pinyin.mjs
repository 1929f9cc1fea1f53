// Writes how each character is read: a line "zhang1 张章…" for each syllable, and a line "=单 shan4" for each surname that is read in
// another way than the same character elsewhere.
//   node pinyin.mjs FILE
import { writeFile } from "node:fs/promises";
import { pinyin } from "pinyin-pro";

// What has characters: the blocks of Unicode that hold Han characters.
const blocks = [[0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xf900, 0xfaff], [0x20000, 0x2ebe0], [0x30000, 0x323af]];
const compounds =
  "万俟 上官 东方 东郭 东门 令狐 公冶 公孙 公羊 公西 南宫 南门 单于 即墨 司徒 司空 司马 夏侯 太史 太叔 宇文 宗政 宰父 尉迟 左丘 巫马 " +
  "慕容 拓跋 第五 梁丘 欧阳 汝鄢 淳于 漆雕 澹台 独孤 申屠 百里 皇甫 穀梁 端木 纳兰 羊舌 耶律 诸葛 赫连 轩辕 达奚 钟离 长孙 闻人 闾丘 " +
  "鲜于 呼延 完颜 尔朱 哥舒 仆固 段干 亓官 司寇 子车 颛孙 西门 北宫 贺兰 濮阳 谷梁 乐正 壤驷 公良 拓拔 夹谷 微生 归海 伯赏 南荣";
// Characters of names that the package does not know.
const missing = { "𠮷": "ji2", "𤠺": "ao2", "𨱏": "chang2", "𬭎": "hong2", "𬀩": "wei3", "𬱖": "di2", "𬬭": "lun2" };

const plain = (text, mode) =>
  pinyin(text, { toneType: "num", type: "array", mode }).map((syllable) => syllable.replaceAll("ü", "v"));
const isRead = (syllables) => syllables.every((syllable) => /^[a-z]+[0-5]$/.test(syllable));

const bySyllable = new Map();
const surnames = [];
for (const [first, last] of blocks) {
  for (let code = first; code <= last; code++) {
    const character = String.fromCodePoint(code);
    const known = plain(character, "normal");
    const usual = isRead(known) ? known : [missing[character] ?? ""];
    if (!isRead(usual)) continue;
    bySyllable.set(usual[0], (bySyllable.get(usual[0]) ?? "") + character);
    const asSurname = plain(character, "surname");
    if (isRead(asSurname) && asSurname[0] !== usual[0]) surnames.push(`=${character} ${asSurname[0]}`);
  }
}
for (const compound of new Set(compounds.split(" "))) {
  const read = plain(compound, "surname");
  if (isRead(read)) surnames.push(`=${compound} ${read.join(" ")}`);
}
const lines = [...bySyllable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([syllable, characters]) => `${syllable} ${characters}`);
await writeFile(process.argv[2], `${[...lines, ...surnames].join("\n")}\n`);
