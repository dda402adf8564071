// Searching, as readers do it: suggestions while typing, results, filters, pages, and what helps when nothing is found.
import { axeFindings, openPage, widths } from './browser.mjs';
import { expect, none } from './checks.mjs';
import { markupFindings } from './markup.mjs';

const kTypo = '面肌经挛';
const kMeant = '面肌痉挛';
const kNothing = 'zzqxvw';
const kHits = 'main ol li h2 a';

const addressOf = (query, more = '') => `/search?q=${encodeURIComponent(query)}${more}`;
const textOf = (html) => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
const totalOf = (html) => Number(textOf(html.match(/<p class='total'>.*?<\/p>/)?.[0] ?? '').match(/\d+/)?.[0] ?? 0);
const hitsOf = (html) => [...html.matchAll(/<li class='hit'><h2>.*?href='([^']+)'/g)].map((match) => match[1]);

async function suggestions(checks, { base, browser: chromium }) {
  const { page, problems, close } = await openPage(chromium, widths.desktop);
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/api/v1/suggest')) asked.push(request.url()); });
  await page.goto(base);
  const box = page.getByRole('combobox').first();
  const list = page.getByRole('listbox');
  await checks.check('suggest: the box is a combobox that is shut', async () => {
    expect(await box.getAttribute('aria-expanded') === 'false', 'it says that it is open');
    expect(await box.getAttribute('aria-autocomplete') === 'list', 'it does not say what it completes with');
    expect(await page.locator(`[id="${await box.getAttribute('aria-controls')}"]`).count() === 1, 'it controls nothing');
  }, { page });
  await checks.check('suggest: typing mian offers 面肌痉挛', async () => {
    await box.pressSequentially('mian', { delay: 30 });
    await list.getByRole('option', { name: /^面肌痉挛 疾病$/ }).waitFor();
    expect(await box.getAttribute('aria-expanded') === 'true', 'it says that it is shut');
    const options = await list.getByRole('option').count();
    expect(options <= 10, `${options} options`);
    const said = await page.getByRole('search').getByRole('status').first().textContent();
    expect(said.includes(String(options)), `it says ${said}`);
    expect(asked.length < 4, `${asked.length} requests for four quick keys`);
  }, { page });
  await checks.check('suggest: axe finds nothing while it is open', async () => none(await axeFindings(page), 'findings'), { page });
  await checks.check('suggest: arrow keys, Home and End move, the box keeps the focus', async () => {
    const chosen = async () => {
      const id = await box.getAttribute('aria-activedescendant');
      return id && page.locator(`[id="${id}"]`);
    };
    await page.keyboard.press('ArrowDown');
    const first = await chosen();
    expect(first && await first.getAttribute('aria-selected') === 'true', 'nothing is chosen');
    const text = await first.innerText();
    await page.keyboard.press('End');
    const last = await (await chosen()).innerText();
    await page.keyboard.press('Home');
    expect(await (await chosen()).innerText() === text, 'Home is not the first');
    expect(last !== text, 'End is not the last');
    await page.keyboard.press('ArrowUp');
    expect(await chosen() === null, 'above the first is not the box');
    expect(await list.locator('[aria-selected=true]').count() === 0, 'something is still chosen');
    expect(await box.evaluate((element) => element === document.activeElement), 'the box lost the focus');
  }, { page });
  await checks.check('suggest: Escape shuts it and leaves what was typed', async () => {
    await page.keyboard.press('Escape');
    expect(await list.count() === 0, 'it is still there');
    expect(await box.getAttribute('aria-expanded') === 'false', 'it says that it is open');
    expect(await box.inputValue() === 'mian', 'the text is gone');
  }, { page });
  await checks.check('suggest: Enter on an option goes to its page', async () => {
    await page.keyboard.press('ArrowDown');
    await list.waitFor();
    const names = await list.getByRole('option').allInnerTexts();
    const at = names.findIndex((name) => name.startsWith(kMeant) && name.includes('疾病'));
    for (let presses = 0; presses <= at; presses += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}/conditions/hemifacial-spasm`);
  }, { page });
  await checks.check('suggest: a click goes to the page too', async () => {
    await page.goto(base);
    await box.pressSequentially(kMeant);
    await list.getByRole('option', { name: /^面肌痉挛 疾病$/ }).click();
    await page.waitForURL(`${base}/conditions/hemifacial-spasm`);
  }, { page });
  await checks.check('suggest: Enter without an option searches', async () => {
    await page.goto(base);
    await box.fill(kMeant);
    await box.press('Enter');
    await page.waitForURL(base + addressOf(kMeant));
    expect(await page.getByRole('combobox').first().inputValue() === kMeant, 'the query is not in the box');
  }, { page });
  await checks.check('suggest: nothing is asked while an input method composes', async () => {
    await page.goto(base);
    await box.focus();
    asked.length = 0;
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'mian', selectionStart: 4, selectionEnd: 4 });
    await page.waitForTimeout(400);
    expect(asked.length === 0, `${asked.length} requests`);
    await session.send('Input.insertText', { text: '面肌' });
    await list.getByRole('option').first().waitFor();
    expect(asked.length === 1, `${asked.length} requests after it`);
  }, { page });
  await checks.check('suggest: what was typed before is not asked for again', async () => {
    asked.length = 0;
    await box.press('Backspace');
    await page.waitForTimeout(300);
    await box.pressSequentially('肌');
    await list.getByRole('option').first().waitFor();
    await page.waitForTimeout(300);
    expect(asked.filter((url) => url.endsWith(encodeURIComponent('面肌'))).length === 0, asked.join(' '));
  }, { page });
  // A request that a newer one made useless is called off: no problem.
  await checks.check('suggest: no console error or failed request', () => none(problems.filter((each) => !each.includes('ERR_ABORTED')), 'problems'));
  await close();
}

async function plainForm(checks, { base, browser: chromium }) {
  const { page, problems, close } = await openPage(chromium, widths.phone, { javaScriptEnabled: false });
  await checks.check('search without JavaScript: the form, a filter, a page, a why', async () => {
    await page.goto(base);
    const box = page.getByRole('searchbox');
    await box.fill('头痛');
    await page.getByRole('button', { name: '搜索' }).click();
    await page.waitForURL(base + addressOf('头痛'));
    expect(await page.getByRole('searchbox').inputValue() === '头痛', 'the query is not in the box');
    expect(await page.locator(kHits).count() === 10, `${await page.locator(kHits).count()} hits`);
    const why = page.locator('li summary').filter({ hasText: '为什么' }).first();
    await why.click();
    expect(/“.+”/.test(await why.locator('..').innerText()), 'why says nothing');
    await page.getByRole('navigation', { name: '筛选' }).locator('summary').first().click();
    await page.getByRole('navigation', { name: '筛选' }).locator('details[open] a').first().click();
    expect(await page.getByRole('link', { name: /去掉这个条件/ }).count() === 1, 'the filter is not shown as chosen');
    await page.getByRole('link', { name: /去掉这个条件/ }).click();
    await page.getByRole('link', { name: '下一页' }).click();
    expect(new URL(page.url()).searchParams.get('page') === '2', page.url());
  }, { page });
  await checks.check('search without JavaScript: no failed request', () => none(problems, 'problems'));
  await close();
}

async function results(checks, { base }) {
  const get = async (path) => (await fetch(base + path)).text();
  await checks.check('search: an address leads everybody to the same results', async () => {
    const path = addressOf(kMeant, '&type=article');
    const [first, second] = [await get(path), await get(path)];
    expect(first === second && hitsOf(first).length > 0, 'they differ or are empty');
    none(hitsOf(first).filter((href) => !href.startsWith('/articles/')), 'hits of another type');
  });
  await checks.check('search: the named disease is the first hit, and is answered', async () => {
    const page = await get(addressOf(kMeant));
    expect(hitsOf(page)[0] === '/conditions/hemifacial-spasm', `it is ${hitsOf(page)[0]}`);
    expect(/<section class='answer'/.test(page) && page.includes('care-emergency'), 'no answer with its care card');
    none(['立即购买', '去购买', '加入购物车', '¥', '￥', '评分', '好评率'].filter((word) => page.includes(word)), 'words of a shop');
  });
  await checks.check('search: each facet value narrows to as many as it says', async () => {
    const page = await get(addressOf('头痛'));
    const links = [...page.matchAll(/<a rel='nofollow' href='([^']+)'>[^<]* <span class='count'>(\d+)<\/span><\/a>/g)];
    expect(links.length > 5, `${links.length} links`);
    for (const [, href, count] of links.slice(0, 20)) {
      const narrowed = await get(href.replaceAll('&amp;', '&'));
      expect(totalOf(narrowed) === Number(count), `${href} has ${totalOf(narrowed)}, said were ${count}`);
    }
  });
  await checks.check('search: pages neither repeat nor skip', async () => {
    for (const more of ['', '&type=article']) {
      const first = await get(addressOf('头痛', more));
      const total = totalOf(first);
      const seen = [];
      for (let page = 1; page <= Math.ceil(total / 10); page += 1) seen.push(...hitsOf(await get(addressOf('头痛', `${more}&page=${page}`))));
      expect(total > 20 && seen.length === total, `${seen.length} hits on the pages, ${total} said`);
      expect(new Set(seen).size === seen.length, 'a hit is there twice');
    }
  });
  await checks.check('search: a typing error is corrected, and that can be undone', async () => {
    const page = await get(addressOf(kTypo));
    expect(textOf(page).includes(`已按“${kMeant}”搜索；仍然搜索“${kTypo}”`), 'it is not said');
    expect(hitsOf(page)[0] === '/conditions/hemifacial-spasm', `the first hit is ${hitsOf(page)[0]}`);
    expect(page.includes(`value='${kTypo}'`), 'the box does not hold what was typed');
    const undo = page.match(/仍然搜索“<a rel='nofollow' href='([^']+)'/)[1].replaceAll('&amp;', '&');
    expect(!textOf(await get(undo)).includes('已按“'), 'it is corrected again');
  });
  await checks.check('search: a query that is right is left alone', async () => {
    for (const query of [kMeant, '头痛', '卡马西平']) expect(!(await get(addressOf(query))).includes('已按“'), query);
  });
  await checks.check('search: browsers are told how to search here', async () => {
    const answer = await fetch(`${base}/opensearch.xml`);
    expect(answer.headers.get('content-type').startsWith('application/opensearchdescription+xml'), answer.headers.get('content-type'));
    expect((await answer.text()).includes(`template="${base}/search?q={searchTerms}"`), 'the address is missing');
  });
}

const kPages = [
  ['results', addressOf(kMeant), 200],
  ['narrowed results', addressOf('头痛', '&type=article&page=2'), 200],
  ['corrected results', addressOf(kTypo), 200],
  ['without a query', '/search', 200],
  ['nothing found', addressOf(kNothing), 200],
  ['past the last page', addressOf('头痛', '&page=99'), 404],
  ['too long', addressOf('痛'.repeat(500)), 400],
];

async function pages(checks, { base, browser: chromium }) {
  const html = new Map();
  for (const [name, path, status] of kPages) {
    await checks.check(`search page ${name} answers ${status}`, async () => {
      const answer = await fetch(base + path);
      html.set(name, await answer.text());
      expect(answer.status === status, `it answers ${answer.status}`);
      expect(!/public|immutable/.test(answer.headers.get('cache-control') ?? ''), 'others may keep it');
      expect((path === '/search') !== html.get(name).includes("content='noindex'"), 'wrong for search engines');
      expect((html.get(name).match(/<h1[\s>]/g) ?? []).length === 1, 'not one h1');
    });
  }
  await checks.check('the Nu HTML checker finds nothing on search pages', () => none(markupFindings(html), 'findings'));
  await checks.check('nothing found still leads on', () => {
    expect(/href='\/departments'/.test(html.get('nothing found')) && html.get('nothing found').includes(kNothing), 'it does not');
  });
  await checks.check('a page past the last leads back', () => expect(/最后一页/.test(html.get('past the last page')), 'it does not'));
  for (const [name, path, status] of kPages) {
    for (const viewport of Object.values(widths)) {
      const { page, problems, close } = await openPage(chromium, viewport);
      await page.goto(base + path, { waitUntil: 'load' });
      await checks.check(`axe finds nothing: search, ${name}, at ${viewport.width} px`, async () => {
        await page.locator('main details').evaluateAll((all) => { for (const each of all) each.open = true; });
        none(await axeFindings(page), 'findings');
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(over <= 0, `the page is ${over} px too wide`);
        none(problems.filter((problem) => !problem.includes(String(status))), 'problems');
      }, { page });
      await close();
    }
  }
}

export async function search(checks, site) {
  for (const part of [suggestions, plainForm, results, pages]) {
    await checks.check(`search, ${part.name}, runs to its end`, () => part(checks, site));
  }
}
