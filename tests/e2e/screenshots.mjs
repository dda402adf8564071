// The pictures in docs/images: node screenshots.mjs
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, openPage, widths } from './browser.mjs';
import { crawl } from './crawl.mjs';
import { importantPages } from './groups.mjs';
import { contentFolders, root, start } from './server.mjs';

const folder = join(root, 'docs/images');
mkdirSync(folder, { recursive: true });
const server = await start(contentFolders());
const browser = await launch();
try {
  const pages = await crawl(server.base, ['/'], 30_000);
  const { asked, own } = importantPages(pages);
  const shots = { home: '/', article: asked ?? own, condition: '/conditions/hemifacial-spasm', search: '/search?q=面肌痉挛' };
  for (const [name, path] of Object.entries(shots)) {
    for (const viewport of Object.values(widths)) {
      const { page, close } = await openPage(browser, viewport);
      await page.goto(server.base + path);
      await page.screenshot({ path: join(folder, `${name}-${viewport.width}.png`) });
      if (name === 'article') {
        await page.screenshot({ path: join(folder, `${name}-${viewport.width}-whole.jpg`), fullPage: true, type: 'jpeg', quality: 50 });
      }
      await close();
    }
  }
  const typing = await openPage(browser, widths.desktop);
  await typing.page.goto(server.base);
  await typing.page.getByRole('combobox').first().pressSequentially('mian');
  await typing.page.getByRole('option').first().waitFor();
  await typing.page.screenshot({ path: join(folder, 'suggest-1280.png') });
  await typing.close();
  const { page, close } = await openPage(browser, widths.desktop);
  await page.goto(server.base + shots.article);
  const why = page.locator('summary').filter({ hasText: '为什么' }).first();
  await why.click();
  await why.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(folder, 'why-1280.png') });
  await close();
} finally {
  await browser.close();
  await server.stop();
}
