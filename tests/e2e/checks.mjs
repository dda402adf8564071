// Named checks with a count: the smallest runner that says what failed, where, and goes on.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './server.mjs';

export const failureFolder = join(root, 'build/e2e/failures');

export class Checks {
  passed = 0;
  failures = [];

  /// Runs `body`; a thrown error is a failure with `name`. A page in `options` is photographed then.
  async check(name, body, options = {}) {
    try {
      await body();
      this.passed += 1;
    } catch (problem) {
      this.failures.push(name);
      console.log(`FAILED ${name}\n  ${String(problem.message ?? problem).split('\n').join('\n  ')}`);
      if (options.page) await this.photograph(options.page, name);
    }
  }

  async photograph(page, name) {
    mkdirSync(failureFolder, { recursive: true });
    const file = join(failureFolder, `${name.replace(/[^\w一-鿿]+/g, '-').slice(0, 100)}.png`);
    try {
      await page.screenshot({ path: file, fullPage: true });
      console.log(`  screenshot: ${file}`);
    } catch (problem) {
      console.log(`  no screenshot: ${problem.message}`);
    }
  }

  report() {
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0;
  }
}

/// Fails with the list when it is not empty.
export function none(list, what) {
  if (list.length > 0) throw new Error(`${list.length} ${what}:\n${list.slice(0, 20).join('\n')}`);
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}
