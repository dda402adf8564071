// The shipped program on a free port with a data folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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

/// Our own small collection of diseases: 1 because the gate holds some of it back.
function importSample(data) {
  const folder = join(root, 'tests/data/disease-dump');
  const done = xinglin(['import', join(folder, 'diseases.jsonl'), '--profile', join(folder, 'diseases.toml'), '--data', data]);
  if (done.status !== 4) throw new Error(`import of the sample ended with ${done.status}:\n${done.errors}${done.output}`);
}

/// Imports `folders` and the sample into a new data folder and serves them: { base, data, imports, stop() → exit status, log() }.
export async function start(folders) {
  const data = mkdtempSync(join(tmpdir(), 'xinglin-e2e-'));
  const imports = folders.map((folder) => ({ folder, ...xinglin(['import', folder, '--data', data]) }));
  for (const done of imports) {
    if (done.status !== 0) throw new Error(`import ${done.folder} ended with ${done.status}:\n${done.errors}${done.output}`);
  }
  importSample(data);
  const child = spawn(program, ['serve', '--data', data, '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const ended = new Promise((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code)); });
  const listening = new Promise((resolve) => {
    const read = (part) => {
      log += part;
      const address = log.match(/listening on (http:\/\/[\d.]+:\d+)\//);
      if (address) resolve(address[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const late = new Promise((resolve) => { setTimeout(resolve, 30_000, null).unref(); });
  const base = await Promise.race([listening, late, ended.then(() => null)]);
  if (!base) {
    child.kill('SIGKILL');
    throw new Error(`the server did not say within 30 s where it listens:\n${log}`);
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
