// Asking, as readers do it: a description, the danger first, a tap that answers a question, a fact that is corrected.
import { axeFindings, openPage, widths } from './browser.mjs';
import { expect, none } from './checks.mjs';
import { markupFindings } from './markup.mjs';

const kStroke = '我爸65岁，一小时前突然右边嘴歪，说话不清楚，右手抬不起来';
const kSpasm = '眼皮跳了一个月，最近嘴角也跟着抽，挂什么科';

/// Writes `text` into the box and sends it.
async function ask(page, base, text) {
  await page.goto(`${base}/ask`);
  await page.getByLabel(/哪里不舒服/).fill(text);
  await page.getByRole('button', { name: '看看怎么办' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function journey(checks, { base, browser }, name, options) {
  const { page, problems, close } = await openPage(browser, options.viewport, options.context);
  await checks.check(`ask, ${name}: an emergency stands first, with a number to tap`, async () => {
    await ask(page, base, kStroke);
    expect(page.url() === `${base}/ask`, 'what was written stands in the address');
    expect((await page.getByRole('heading', { level: 1 }).innerText()).includes('120'), 'the headline does not say 120');
    const call = page.getByRole('link', { name: '拨打120' });
    expect(await call.getAttribute('href') === 'tel:120', 'it calls something else');
    const box = await call.boundingBox();
    expect(box.y + box.height < options.viewport.height, 'the number is below the first screen');
  }, { page });
  await checks.check(`ask, ${name}: where to go is on the first screen`, async () => {
    const box = await page.getByRole('heading', { name: '挂什么科' }).boundingBox();
    expect(box !== null && box.y < options.viewport.height, 'it is below the first screen');
  }, { page });
  await checks.check(`ask, ${name}: the order is that of urgency`, async () => {
    await ask(page, base, kSpasm);
    const titles = await page.locator('main').getByRole('heading', { level: 2 }).allInnerTexts();
    const wanted = ['挂什么科', '可能和什么有关', '我们是这样理解的', '改一改再问'];
    const places = wanted.map((title) => titles.findIndex((each) => each.startsWith(title)));
    expect(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), titles.join(' | '));
  }, { page });
  await checks.check(`ask, ${name}: a fact is corrected by a tap and the text stays`, async () => {
    await page.getByRole('button', { name: '女', exact: true }).click();
    await page.getByText('性别：女').waitFor();
    expect(await page.getByLabel(/哪里不舒服/).inputValue() === kSpasm, 'the text is gone');
  }, { page });
  await checks.check(`ask, ${name}: an empty or strange text gets an honest answer`, async () => {
    await ask(page, base, '帮我写一首关于春天的诗');
    await page.getByRole('link', { name: '拨打120' }).or(page.getByRole('heading', { level: 1 })).first().waitFor();
  }, { page });
  if (options.context?.javaScriptEnabled !== false) {
    await checks.check(`ask, ${name}: axe finds nothing`, async () => {
      await ask(page, base, kStroke);
      none(await axeFindings(page), 'findings');
    }, { page });
  }
  await checks.check(`ask, ${name}: nothing fails`, () => none(problems, 'problems'));
  await close();
}

async function keyboard(checks, { base, browser }) {
  const { page, close } = await openPage(browser, widths.desktop);
  await checks.check('ask: works by keyboard alone', async () => {
    await page.goto(`${base}/ask`);
    await page.getByLabel(/哪里不舒服/).focus();
    await page.keyboard.type(kSpasm);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '挂什么科' }).waitFor();
  }, { page });
  await close();
}

export async function asking(checks, site) {
  await journey(checks, site, 'phone', { viewport: widths.phone });
  await journey(checks, site, 'desktop', { viewport: widths.desktop });
  await journey(checks, site, 'without JavaScript', { viewport: widths.phone, context: { javaScriptEnabled: false } });
  await keyboard(checks, site);
  await checks.check('ask: the markup of the answer is valid', async () => {
    const answer = await fetch(`${site.base}/ask`, { method: 'POST', body: new URLSearchParams({ text: kStroke }) });
    expect(answer.status === 200, `${answer.status}`);
    expect(answer.headers.get('cache-control') === 'no-store', 'it may be kept');
    none(markupFindings(new Map([['/ask (answer)', await answer.text()]])), 'findings');
  });
}
