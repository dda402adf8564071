// Debian's Chromium, kept on this machine: no name resolves, so a page that reaches outside fails its check.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

const axeSource = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const axeRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-default-apps', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

/// A page of that viewport; `problems` collects console errors and requests that failed or were answered with an error.
export async function openPage(browser, viewport, options = {}) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', ...options });
  context.setDefaultTimeout(5000);
  context.setDefaultNavigationTimeout(15_000);
  if (options.javaScriptEnabled !== false) await context.addInitScript(axeSource);
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) problems.push(`${response.status()}: ${response.url()}`);
  });
  return { page, problems, close: () => context.close() };
}

/// What axe finds on the open page, one line each.
export async function axeFindings(page) {
  const result = await page.evaluate(
    // Without this, axe would load every frame and image again to judge it.
    (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false }), axeRules);
  return result.violations.flatMap((violation) => violation.nodes.slice(0, 3).map(
    (node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
}
