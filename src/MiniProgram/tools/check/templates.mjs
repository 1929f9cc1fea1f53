// What WeChat's compiler says of the WXML, and what app.json or a page names and is not there.
export function checkTemplates(program) {
  return { findings: program.faults.map((fault) => `miniprogram/${fault}`), looked: `${program.paths.length} templates` };
}
