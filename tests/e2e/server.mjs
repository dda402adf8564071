// The shipped program on a free port with a data folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = process.env.XINGLIN ?? join(root, 'build/release/src/xinglin');

/// Runs the program to its end; `input` goes to its standard input.
export function xinglin(args, input = '') {
  const done = spawnSync(program, args, { cwd: root, input, encoding: 'utf8', maxBuffer: 64 << 20, timeout: 120_000 });
  if (done.error) throw new Error(`${program}: ${done.error.message}; build it with ./run --no-serve`);
  return { status: done.status, output: done.stdout, errors: done.stderr };
}

/// The starter pack, our own small dump, and the page that the project was asked for where its folder is at hand.
export function contentFolders() {
  const asked = join(root, '..', 'shared', 'seed-page');
  const folders = [join(root, 'packs/neurology-zh'), join(root, 'tests/data/legacy-dump')];
  if (existsSync(asked)) folders.push(asked);
  else console.log(`skipped: no ${asked}, so its expectations are not checked`);
  return folders;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/// Imports `folders` into a new data folder and serves them: { base, data, imports, stop() → exit status, log() }.
export async function start(folders) {
  const data = mkdtempSync(join(tmpdir(), 'xinglin-e2e-'));
  const imports = folders.map((folder) => ({ folder, ...xinglin(['import', folder, '--data', data]) }));
  for (const done of imports) {
    if (done.status !== 0) throw new Error(`import ${done.folder} ended with ${done.status}:\n${done.errors}${done.output}`);
  }
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(program, ['serve', '--data', data, '--port', String(port)], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (part) => { log += part; });
  child.stderr.on('data', (part) => { log += part; });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  let gone = false;
  ended.then(() => { gone = true; });

  const deadline = Date.now() + 30_000;
  for (;;) {
    if (gone) throw new Error(`the server ended at once:\n${log}`);
    try {
      await fetch(`${base}/`);
      break;
    } catch (problem) {
      if (Date.now() > deadline) throw new Error(`the server did not answer within 30 s:\n${log}`, { cause: problem });
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    const status = await ended;
    clearTimeout(timer);
    rmSync(data, { recursive: true, force: true });
    return status;
  };
  return { base, data, imports, stop, log: () => log };
}
