// Compiles the mini program with WeChat's own builder, as its tools do before they upload, but without WeChat: nothing is sent, no account
// is needed. Prints what the builder refuses, or how large each package became. Ends with 1 where something was refused.
//
//   node compile.cjs [--project FOLDER] [--out FOLDER]
//
// FOLDER of --out gets what WeChat's tools would upload; `node stage/serve.mjs --program FOLDER` shows that on the stage.
const { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { DefaultProjectAttr, getCompiledResult, packNpmManually, Project } = require('miniprogram-ci');
const endings = require('miniprogram-ci/dist/utils/white_ext_list');

// The builder asks WeChat which kinds of files may be uploaded, and without an answer takes these.
endings.getWhiteExtList = async () => ({
  MiniProgramWhiteList: new Set(endings.MiniProgramWhiteList),
  GameWhiteList: new Set(endings.GameWhiteList),
});

const { values: told } = parseArgs({
  options: { project: { type: 'string', default: path.join(__dirname, '..') }, out: { type: 'string' } },
});
const LIMIT = DefaultProjectAttr.setting.MaxCodeSize * 1024 * 1024;
// A copy: the builder reads whatever lies in the project's folder, and 构建 npm writes into it.
const copy = mkdtempSync(path.join(os.tmpdir(), 'mini-program-'));

build()
  .then(report)
  .catch((error) => {
    refuse(`${error.path && !error.message.includes(error.path) ? `${error.path}: ` : ''}${error.message}`);
  })
  .finally(() => {
    rmSync(copy, { recursive: true });
    // The builder's helpers would keep the process alive.
    process.exit();
  });

async function build() {
  const from = (part) => path.join(told.project, part);
  const { dependencies = {} } = JSON.parse(readFileSync(from('package.json'), 'utf8'));
  const packages = Object.keys(dependencies).map((name) => `node_modules/${name}`);
  for (const part of ['project.config.json', 'package.json', 'miniprogram', ...packages]) {
    cpSync(from(part), path.join(copy, part), { recursive: true, filter: (file) => !file.endsWith('miniprogram_npm') });
  }
  const config = JSON.parse(readFileSync(from('project.config.json'), 'utf8'));
  for (const { packageJsonPath, miniprogramNpmDistDir } of config.setting.packNpmRelationList) {
    const { warnList } = await packNpmManually({
      packageJsonPath: path.join(copy, packageJsonPath),
      miniprogramNpmDistDir: path.join(copy, miniprogramNpmDistDir),
    });
    warnList.forEach(({ jsPath, msg }) => console.log(`构建 npm: ${jsPath}: ${msg}`));
  }
  // A key is asked for and never used, since nothing is uploaded; what WeChat allows this account is what it allows everybody.
  const project = new Project({
    appid: config.appid,
    type: 'miniProgram',
    projectPath: copy,
    privateKey: 'none',
    ignores: ['node_modules/**/*'],
  });
  project.attr = async () => DefaultProjectAttr;
  return getCompiledResult({ project, version: '0.0.0', setting: { useProjectConfig: true } });
}

function report(files) {
  const { subPackages = [] } = JSON.parse(files['app.json']);
  const roots = subPackages.map(({ root }) => root);
  const sizes = new Map([['main', 0], ...roots.map((root) => [root, 0])]);
  for (const [file, content] of Object.entries(files)) {
    const name = roots.find((root) => file.startsWith(root)) ?? 'main';
    sizes.set(name, sizes.get(name) + Buffer.byteLength(content));
  }
  for (const [name, bytes] of sizes) {
    console.log(`${name}: ${Math.ceil(bytes / 1024)} KB`);
    // The builder leaves this refusal to WeChat, which makes it at the upload.
    if (bytes > LIMIT) {
      refuse(`The package ${name} is larger than ${LIMIT / 1024} KB.`);
    }
  }
  if (told.out) {
    write(files);
  }
}

function refuse(words) {
  console.error(words.replaceAll(`${copy}/`, ''));
  process.exitCode = 1;
}

function write(files) {
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(told.out, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
