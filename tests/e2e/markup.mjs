// The Nu HTML checker over saved pages, in one run of Java.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/// Every error and warning in `pages` (path → HTML), as "path:line: message".
export function markupFindings(pages) {
  const folder = mkdtempSync(join(tmpdir(), 'xinglin-markup-'));
  try {
    const paths = [...pages.keys()];
    paths.forEach((path, at) => writeFileSync(join(folder, `${at}.html`), pages.get(path)));
    const done = spawnSync('java', ['-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', folder],
      { encoding: 'utf8', maxBuffer: 256 << 20 });
    if (done.error) throw done.error;
    const { messages } = JSON.parse(done.stdout);
    return messages.map((message) => {
      const at = Number(message.url.replace(/^.*\/(\d+)\.html$/, '$1'));
      return `${paths[at]}:${message.lastLine}: ${message.subType ?? message.type}: ${message.message} ${message.extract ?? ''}`.replace(/\s+/g, ' ');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
