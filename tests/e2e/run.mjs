// End-to-end checks: the shipped program, a data folder of its own, and a browser. Its last line is "N passed, N failed".
//   node run.mjs            everything
//   node run.mjs NAME...    only the named groups (site, asked_page, browser, keyboard, plain, errors, api, search, asking, command_line, imports)
import { rmSync } from 'node:fs';
import { launch } from './browser.mjs';
import { Checks, failureFolder } from './checks.mjs';
import { crawl } from './crawl.mjs';
import { contentFolders, start } from './server.mjs';
import * as groups from './groups.mjs';

rmSync(failureFolder, { recursive: true, force: true });
const chosen = process.argv.slice(2);
const checks = new Checks();
const server = await start(contentFolders());
const browser = await launch();
try {
  const pages = await crawl(server.base, ['/', '/departments', '/conditions', '/articles'], 30_000);
  console.log(`${pages.size} addresses`);
  const site = { base: server.base, data: server.data, pages, browser, imports: server.imports, ...groups.importantPages(pages) };
  for (const [name, group] of Object.entries(groups.all)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const began = Date.now();
    const before = checks.passed;
    await checks.check(`${name} runs to its end`, () => group(checks, site));
    console.log(`${name}: ${checks.passed - before} passed in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
} finally {
  await browser.close();
  const status = await server.stop();
  await checks.check('the server ends with status 0 when asked to', () => {
    if (status !== 0) throw new Error(`it ended with ${status}:\n${server.log()}`);
  });
}
process.exitCode = checks.report() ? 0 : 1;
