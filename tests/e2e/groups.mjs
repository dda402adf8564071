// The groups of checks. Elements are found by role and label, as a reader finds them.
import { asking } from './ask.mjs';
import { axeFindings, openPage, widths } from './browser.mjs';
import { expect, none } from './checks.mjs';
import { kindOf } from './crawl.mjs';
import { markupFindings } from './markup.mjs';
import { search } from './search.mjs';
import { xinglin } from './server.mjs';

const kLists = ['/articles', '/doctors', '/hospitals', '/drugs', '/tests', '/questions', '/conditions', '/symptoms', '/procedures'];
const kKinds = ['/', '/about/{slug}', '/departments', '/departments/{slug}', '/sources/{slug}', '/articles/{slug}/related/{panel}',
  ...kLists, ...kLists.map((list) => `${list}/{slug}`)];
const kAskedTitle = '面肌痉挛是怎样引起的';
const kOwnTitle = '半边脸总在跳是面肌痉挛吗';
const kPanels = {
  doctors: '相关医生', articles: '相关文章', questions: '相关问答', drugs: '相关药品', tests: '相关检查', procedures: '相关治疗与手术', conditions: '相关疾病',
};

const isHtml = (page) => page.type.startsWith('text/html');
const headingOf = (html) => (html.match(/<h1[^>]*>([\s\S]*?)<\/h1>/)?.[1] ?? '').replace(/<[^>]+>/g, '').trim();

/// The two articles that everything is about: ours and, where it was imported, the one that was asked for.
export function importantPages(pages) {
  const byTitle = (title) => [...pages].find(([path, page]) => kindOf(path) === '/articles/{slug}' && headingOf(page.body) === title)?.[0];
  return { asked: byTitle(kAskedTitle), own: byTitle(kOwnTitle) };
}

/// Kind of page → the paths of its pages that answered 200.
function byKind(pages) {
  const kinds = new Map();
  for (const [path, page] of pages) {
    if (!isHtml(page) || page.status !== 200) continue;
    const kind = kindOf(path);
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push(path);
  }
  return kinds;
}

/// At most `limit` of the list, evenly spread, always the same ones.
const spread = (list, limit) => (list.length <= limit ? list : Array.from({ length: limit }, (_, at) => list[Math.floor((at * list.length) / limit)]));

/// Pages to look at in a browser: of each kind the first, the longest and the shortest.
function samples(pages) {
  const chosen = [];
  for (const [kind, paths] of byKind(pages)) {
    const bySize = [...paths].sort((a, b) => pages.get(a).body.length - pages.get(b).body.length);
    const three = [bySize.at(-1), bySize[0], paths[0]];
    // The pages behind 更多 look alike whatever they belong to.
    for (const path of new Set(kind.includes('{panel}') ? three.slice(0, 1) : three)) chosen.push({ kind, path });
  }
  return chosen;
}

async function site(checks, { pages, asked, own, imports }) {
  await checks.check('every internal link answers 200', () => {
    none([...pages].filter(([, page]) => page.status !== 200).map(([path, page]) => `${page.status} ${path} linked from ${page.from}`), 'dead links');
  });
  await checks.check('every kind of page exists', () => {
    const kinds = new Set([...pages].filter(([, page]) => isHtml(page)).map(([path]) => kindOf(path)));
    none(kKinds.filter((kind) => !kinds.has(kind)), 'missing kinds');
  });
  await checks.check('the imported articles have pages', () => {
    expect(own, `no page is headed ${kOwnTitle}`);
    expect(asked || imports.length < 3, `no page is headed ${kAskedTitle}`);
  });
  await checks.check('links within a page lead to something', () => {
    const dead = [];
    for (const [path, page] of pages) {
      if (!isHtml(page)) continue;
      const ids = new Set([...page.body.matchAll(/\sid=["']([^"']+)["']/g)].map((match) => match[1]));
      for (const [, id] of page.body.matchAll(/href=["']#([^"']+)["']/g)) if (!ids.has(decodeURIComponent(id))) dead.push(`${path}#${id}`);
    }
    none(dead, 'links to nothing');
  });
  await checks.check('slugs are plain', () => {
    none([...pages.keys()].filter((path) => !/^[a-z0-9/._-]*$/.test(path.split('?')[0])), 'addresses with other characters');
  });
  await checks.check('the Nu HTML checker finds nothing', () => {
    const html = new Map();
    for (const paths of byKind(pages).values()) for (const path of spread(paths, 60)) html.set(path, pages.get(path).body);
    none(markupFindings(html), `findings on ${html.size} pages`);
  });
  await checks.check('every page says its language, title and one heading', () => {
    const wrong = [];
    for (const [path, page] of pages) {
      if (!isHtml(page)) continue;
      const language = path.startsWith('/zh-hant') ? 'zh-Hant' : /^\/en(?=[/?]|$)/.test(path) ? 'en' : 'zh-Hans';
      if (!page.body.includes(`<html lang='${language}'>`)) wrong.push(`${path}: lang`);
      if (!/<title>[^<]+<\/title>/.test(page.body)) wrong.push(`${path}: title`);
      if ((page.body.match(/<h1[\s>]/g) ?? []).length !== 1) wrong.push(`${path}: h1`);
    }
    none(wrong, 'pages that do not');
  });
}

async function browser(checks, { base, pages, browser: chromium }) {
  const jobs = samples(pages).flatMap(({ kind, path }) => Object.keys(widths).map((width) => ({ kind, path, width })));
  jobs.push(...Object.keys(widths).map((width) => ({ kind: 'not found', path: '/no/such/page', width })));
  const look = async ({ kind, path, width }) => {
    const { page, problems, close } = await openPage(chromium, widths[width]);
    const where = `${kind} ${path} at ${widths[width].width} px`;
    try {
      await page.goto(base + path, { waitUntil: 'load' });
      await checks.check(`axe finds nothing: ${where}`, async () => none(await axeFindings(page), 'findings'), { page });
      await checks.check(`nothing scrolls sideways: ${where}`, async () => {
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(over <= 0, `the page is ${over} px too wide`);
      }, { page });
      await checks.check(`no console error or failed request: ${where}`, () => {
        none(problems.filter((problem) => !(kind === 'not found' && problem.includes('404'))), 'problems');
      });
    } finally {
      await close();
    }
  };
  const queue = [...jobs];
  const worker = async () => { while (queue.length > 0) await look(queue.shift()); };
  await Promise.all([worker(), worker()]);
}

/// The panel of the article page whose heading matches, as a locator.
const panelOf = (page, heading) => page.getByRole('region', { name: heading, exact: true });

async function asked_page(checks, { base, browser: chromium, asked, own, pages }) {
  for (const path of [asked, own].filter(Boolean)) {
    const { page, close } = await openPage(chromium, widths.desktop);
    await page.goto(base + path);
    const name = path === asked ? 'asked page' : 'own page';
    await checks.check(`${name}: breadcrumb 首页 > 内科 > 神经内科`, async () => {
      const words = (await page.getByRole('navigation', { name: /位置|面包屑/ }).innerText()).replace(/\s+/g, ' ');
      expect(/首页.*内科.*神经内科/.test(words), `it says ${words}`);
    }, { page });
    await checks.check(`${name}: source, and what is not known about author and review`, async () => {
      const text = await page.getByRole('main').innerText();
      expect(text.includes(path === asked ? '医联媒体' : '旧站健康频道'), 'the source line is missing');
    }, { page });
    await checks.check(`${name}: a care card`, async () => {
      const text = await page.getByRole('main').textContent(); // folded behind one line
      expect(/任一|全部/.test(text) && /就医|急诊|120/.test(text), 'no care card with 任一 or 全部');
    }, { page });
    for (const [panel, heading] of Object.entries(kPanels)) {
      await checks.check(`${name}: panel ${panel} explains each item`, async () => {
        const region = panelOf(page, heading).first();
        await region.waitFor({ timeout: 2000 });
        const whys = region.locator('summary').filter({ hasText: '为什么' });
        const count = await whys.count();
        expect(count > 0, 'it has no item with 为什么');
        for (let at = 0; at < count; at += 1) {
          await whys.nth(at).click();
          const text = await whys.nth(at).locator('..').innerText();
          expect(/来源|依据|出处/.test(text), `item ${at + 1} names no source: ${text}`);
          expect(/[→>›]/.test(text), `item ${at + 1} shows no path: ${text}`);
          expect(/[「“"『。]/.test(text), `item ${at + 1} says no sentence: ${text}`);
        }
      }, { page });
      await checks.check(`${name}: 更多 of ${panel}`, async () => {
        const more = pages.get(`${path}/related/${panel}`) ?? { status: (await fetch(`${base}${path}/related/${panel}`)).status };
        expect(more.status === 200, `${path}/related/${panel} answers ${more.status}`);
      });
    }
    await checks.check(`${name}: every item links to a page of its own`, async () => {
      const hrefs = await page.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      none(hrefs.filter((href) => !href || href === '#'), 'links without address');
    });
    await checks.check(`${name}: what treats it is shown, what only shares a character is not`, async () => {
      const drugs = await panelOf(page, kPanels.drugs).first().innerText();
      expect(drugs.includes('卡马西平'), '卡马西平 is missing');
      expect(/肉毒/.test(drugs), '肉毒毒素 is missing');
      const shown = await page.locator('body').innerText();
      none(['五面星除湿酊', '两面针', '除湿酊', '漱齿液', '清口漱液', '含片'].filter((name) => shown.includes(name)), 'drugs that do not belong here');
      const procedures = await panelOf(page, kPanels.procedures).first().innerText();
      expect(procedures.includes('微血管减压'), '微血管减压术 is missing');
      const tests = await panelOf(page, kPanels.tests).first().innerText();
      expect(tests.includes('肌电图') || tests.includes('异常肌反应'), 'electromyography is missing');
      expect(/磁共振|MRI|MRA/.test(tests), 'MRI is missing');
      const doctors = await panelOf(page, kPanels.doctors).first().innerText();
      expect(doctors.includes('神经内科'), 'no neurologist');
      none(['骨科', '精神科', '心理科'].filter((department) => doctors.includes(department)), 'departments that do not manage it');
    }, { page });
    await checks.check(`${name}: no seller, price or purchase link`, async () => {
      const text = await page.locator('body').innerText();
      none(['立即购买', '去购买', '加入购物车', '立即下单', '¥', '￥'].filter((word) => text.includes(word)), 'words of a shop');
    });
    await close();
  }
}

async function plain(checks, { base, browser: chromium, asked, own, pages }) {
  const article = asked ?? own;
  const condition = [...pages.keys()].find((path) => kindOf(path) === '/conditions/{slug}');
  for (const path of ['/', article, condition]) {
    const { page, problems, close } = await openPage(chromium, widths.phone, { javaScriptEnabled: false });
    await page.goto(base + path);
    await checks.check(`without JavaScript: ${path} reads and links`, async () => {
      const main = page.getByRole('main');
      expect((await main.innerText()).length > 100, 'the main part is empty');
      expect(await main.getByRole('link').count() > 3, 'it has no links');
      none(problems, 'problems');
    }, { page });
    if (path === article) {
      await checks.check('without JavaScript: 为什么 opens', async () => {
        const why = page.locator('summary').filter({ hasText: '为什么' }).first();
        await why.click();
        expect(await why.locator('..').getAttribute('open') !== null, 'it stayed shut');
      }, { page });
    }
    await close();
  }
}

const focused = (page) => page.evaluate(() => ({
  text: document.activeElement?.innerText?.trim() ?? '', tag: document.activeElement?.tagName, inMain: !!document.activeElement?.closest('main'),
}));

async function keyboard(checks, { base, browser: chromium, asked, own }) {
  const { page, close } = await openPage(chromium, widths.desktop);
  await page.goto(base + (asked ?? own));
  await checks.check('keyboard: the first Tab is a link that skips to the content', async () => {
    await page.keyboard.press('Tab');
    const first = await focused(page);
    expect(first.tag === 'A' && /跳/.test(first.text), `it is ${first.tag} ${first.text}`);
    const box = await page.locator(':focus').boundingBox();
    expect(box && box.x >= 0 && box.y >= 0 && box.height > 10, 'it cannot be seen while it has the focus');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect((await focused(page)).inMain, 'the next Tab is not in the content');
  }, { page });
  await checks.check('keyboard: 为什么 opens and closes with Enter', async () => {
    for (let presses = 0; presses < 400; presses += 1) {
      const { tag, text } = await focused(page);
      if (tag === 'SUMMARY' && text.includes('为什么')) {
        const outline = await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement);
          return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        });
        expect(outline, 'the focus cannot be seen');
        const isOpen = () => page.evaluate(() => document.activeElement.parentElement.open);
        await page.keyboard.press('Enter');
        expect(await isOpen(), 'Enter did not open it');
        await page.keyboard.press('Enter');
        expect(!(await isOpen()), 'Enter did not close it again');
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error('400 presses of Tab did not reach it');
  }, { page });
  await close();
}

async function errors(checks, { base, own }) {
  const expectPage = async (name, path, init, status, more) => checks.check(`${name} answers ${status}`, async () => {
    const answer = await fetch(base + path, init);
    const body = await answer.text();
    expect(answer.status === status, `it answers ${answer.status}`);
    await more(answer, body);
  });
  const bodies = new Map();
  const helpful = (answer, body) => {
    expect(isHtml({ type: answer.headers.get('content-type') ?? '' }), 'it is no page');
    expect(/href=["']\/["']/.test(body), 'it has no way home');
    bodies.set(`${answer.status} ${answer.url}`, body);
  };
  await expectPage('an unknown page', '/no/such/page', {}, 404, helpful);
  await expectPage('an unknown article', '/articles/no-such-article', {}, 404, helpful);
  await expectPage('an unknown panel', `${own}/related/nonsense`, {}, 404, helpful);
  await expectPage('a list page beyond the last', '/articles?page=99999', {}, 400, helpful);
  await expectPage('a wrong method', '/articles', { method: 'POST', body: 'x' }, 405, (answer, body) => {
    helpful(answer, body);
    expect(/GET/.test(answer.headers.get('allow') ?? ''), 'it names no allowed method');
  });
  await checks.check('the Nu HTML checker finds nothing on error pages', () => none(markupFindings(bodies), 'findings'));
  await expectPage('HEAD', '/', { method: 'HEAD' }, 200, (_, body) => expect(body === '', 'it sent a body'));
  await checks.check('a page is not sent again when it did not change', async () => {
    const first = await fetch(base + own);
    const tag = first.headers.get('etag');
    expect(tag, 'it has no ETag');
    const second = await fetch(base + own, { headers: { 'if-none-match': tag } });
    expect(second.status === 304, `it answers ${second.status}`);
  });
  await checks.check('pages carry a content security policy and forbid sniffing', async () => {
    const { headers } = await fetch(base + own);
    expect(/default-src/.test(headers.get('content-security-policy') ?? ''), 'no policy');
    expect(headers.get('x-content-type-options') === 'nosniff', 'no nosniff');
  });
}

async function api(checks, { base, own }) {
  const json = async (path, status) => {
    const answer = await fetch(base + path);
    expect(answer.status === status, `${path} answers ${answer.status}`);
    const type = status === 200 ? 'application/json' : 'application/problem+json';
    expect((answer.headers.get('content-type') ?? '').startsWith(type), `${path} is ${answer.headers.get('content-type')}`);
    return answer.json();
  };
  await checks.check('the API tells an article with its explained panels', async () => {
    const { panels } = await json(`/api/v1${own}`, 200);
    expect(panels, 'no panels');
    for (const panel of ['doctors', 'drugs', 'tests', 'procedures']) {
      const items = panels[panel] ?? [];
      expect(items.length > 0, `panel ${panel} is empty`);
      for (const item of items) {
        expect(item.id && item.name, `an item of ${panel} has no id or name`);
        expect(item.why?.length > 0, `${item.id} has no why`);
        for (const why of item.why) expect(why.path && why.source && why.quote, `${item.id}: path, source or quote is missing`);
      }
    }
  });
  await checks.check('the API answers 404 with an error of one shape', async () => {
    const { error } = await json('/api/v1/articles/no-such-article', 404);
    expect(error?.code === 'not_found' && error.message, `it says ${JSON.stringify(error)}`);
  });
}

const jsonl = (command, lines, data) => {
  const done = xinglin([command, '--jsonl', '--data', data], lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n') + '\n');
  return { status: done.status, errors: done.errors, rows: done.output.trim().split('\n').map((line) => JSON.parse(line)) };
};

async function command_line(checks, { data, imports, own }) {
  await checks.check('importing the same folders again changes nothing', () => {
    for (const { folder } of imports) {
      const before = xinglin(['relate', '--jsonl', '--data', data], `${JSON.stringify({ id: '1', record: own.slice(1).replace(/^articles/, 'article') })}\n`).output;
      const again = xinglin(['import', folder, '--data', data]);
      expect(again.status === 0, `import ${folder} ended with ${again.status}:\n${again.errors}`);
      const after = xinglin(['relate', '--jsonl', '--data', data], `${JSON.stringify({ id: '1', record: own.slice(1).replace(/^articles/, 'article') })}\n`).output;
      expect(before === after, `after a second import of ${folder} relate answers something else`);
    }
  });
  await checks.check('annotate finds what a text speaks of, in characters', () => {
    const text = '😀面肌痉挛患者否认头痛。';
    const { rows } = jsonl('annotate', [{ id: 'a', text }], data);
    const spasm = rows[0].mentions.find((mention) => mention.text === '面肌痉挛');
    expect(spasm && spasm.begin === 1 && spasm.end === 5 && spasm.negated === false, JSON.stringify(rows[0]));
  });
  await checks.check('a bad line is answered in its place, the run goes on, and the status tells', () => {
    const { rows, status } = jsonl('annotate', [{ id: '1', text: '面肌痉挛' }, '{"id":"2",', { id: '3', text: '面肌痉挛' }], data);
    expect(rows.length === 3 && rows[0].mentions && rows[1].error?.code && rows[2].id === '3', JSON.stringify(rows));
    expect(status === 1, `the status is ${status}`);
  });
  await checks.check('relate explains what it shows and what it withholds', () => {
    const { rows, status } = jsonl('relate', [{ id: '1', title: '面肌痉挛', text: '面肌痉挛患者一侧面部肌肉反复抽动。' }], data);
    expect(status === 0, `the status is ${status}`);
    const drugs = rows[0].panels.drugs.map((drug) => drug.name).join(' ');
    expect(drugs.includes('卡马西平'), `the drugs are ${drugs}`);
    const withheld = rows[0].withheld.filter((item) => item.name.includes('两面针'));
    expect(withheld.length > 0 && withheld.every((item) => item.reason), 'no reason for 两面针');
  });
  await checks.check('show tells a concept by an alias', () => {
    const { rows } = jsonl('show', [{ id: '1', name: '面肌抽搐' }], data);
    expect(JSON.stringify(rows[0]).includes('面肌痉挛'), JSON.stringify(rows[0]).slice(0, 300));
  });
  await checks.check('lint finds what the knowledge contradicts', () => {
    const { rows } = jsonl('lint', [{ id: '1', title: '面肌痉挛能治好吗', text: '面肌痉挛目前没有什么可以治愈的方法。' }], data);
    expect(rows[0].findings.length > 0 && rows[0].findings.every((finding) => finding.rule && finding.message), JSON.stringify(rows[0]));
  });
}

const kMark = '转载资料，未经审核';

/// Asks until `holds` is true of the answer; the server follows the store.
async function until(url, holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(url);
    const body = await response.text();
    if (holds(response.status, body)) return body;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${url} did not change within 10 s`);
}

/// What was imported and not reviewed is marked, comes last, and can be taken back.
async function imports(checks, { base, data, pages, browser: chromium }) {
  const imported = [...pages].find(([path, page]) => kindOf(path) === '/conditions/{slug}' && headingOf(page.body) === '示例甲病')?.[0];
  const json = async (path) => (await fetch(base + path)).json();
  await checks.check('an imported disease has a page that says where it comes from', () => {
    expect(imported, 'no page is headed 示例甲病');
    const { body } = pages.get(imported);
    expect(/本页内容转载自其他资料（<a href='\/sources\/example-dump'>示例病种数据（测试用）<\/a>，许可：CC-BY-4.0），未经本站审核。/.test(body), 'the line is missing');
    expect(body.indexOf('本页内容转载自') < body.indexOf('class=\'part\''), 'it does not stand first');
  });
  await checks.check('imported items are marked and stand after all others', async () => {
    const marks = [];
    for (let page = 1, more = true; more; page += 1) {
      const panel = await json(`/api/v1/conditions/hemifacial-spasm/related/departments?page=${page}`);
      marks.push(...panel.items.map((item) => item.path_trust));
      more = panel.has_next;
    }
    expect(marks.includes('imported') && marks.includes('curated'), `the marks are ${marks}`);
    none(marks.slice(marks.indexOf('imported')).filter((mark) => mark !== 'imported'), 'curated items after an imported one');
    const page = await (await fetch(`${base}/conditions/hemifacial-spasm/related/departments`)).text();
    const skin = page.indexOf('>皮肤科<');
    expect(skin > page.indexOf('>神经内科<') && page.indexOf(kMark) > skin, '皮肤科 is not marked or not last');
  });
  await checks.check('no drug or test comes in over imported relations', async () => {
    const response = await fetch(`${base}/api/v1/relate?withheld=100`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"record":"condition/hemifacial-spasm"}' });
    const related = await response.json();
    none([...related.panels.drugs, ...related.panels.tests].filter((item) => item.path_trust !== 'curated').map((item) => item.name), 'imported items');
    const omeprazole = related.withheld.find((item) => item.id === 'drug/omeprazole');
    expect(omeprazole?.rule === 'not-reviewed' && omeprazole.reason.includes('示例病种数据'), JSON.stringify(omeprazole));
  });
  await checks.check('lists have curated diseases first', async () => {
    const { page_count: last } = await json('/api/v1/conditions');
    const trusts = (list) => list.items.map((item) => item.trust);
    expect(!trusts(await json('/api/v1/conditions')).includes('imported'), 'the first page has imported ones');
    expect(trusts(await json(`/api/v1/conditions?page=${last}`)).at(-1) === 'imported', 'the last is not imported');
  });
  await checks.check('a question and a sex conflict did not pass the gate', () => {
    const held = xinglin(['quarantine', 'example-dump', '--data', data]).output;
    expect(held.includes('question-as-name') && held.includes('sex-conflict'), held);
    none([...pages].filter(([, page]) => isHtml(page) && headingOf(page.body).includes('能治好吗？') && page.body.includes('本页内容转载自')).map(([path]) => path), 'pages of questions');
  });
  const looks = async (path, name) => {
    for (const width of Object.keys(widths)) {
      const { page, problems, close } = await openPage(chromium, widths[width]);
      await page.goto(base + path, { waitUntil: 'load' });
      await checks.check(`axe finds nothing: ${name} at ${widths[width].width} px`, async () => none([...await axeFindings(page), ...problems], 'findings'), { page });
      await close();
    }
  };
  if (imported) await looks(imported, 'an imported disease');
  await checks.check('a withdrawn source takes back what rests on it, and gives it back', async () => {
    const relate = () => xinglin(['relate', '--jsonl', '--data', data], '{"id":"1","record":"condition/hemifacial-spasm"}\n').output;
    const before = relate();
    const done = xinglin(['withdraw', 'example-dump', '--reason', '错误过多', '--data', data]);
    expect(done.status === 0 && /condition\/hemifacial-spasm 面肌痉挛: .*departments −1/.test(done.output), done.output + done.errors);
    await until(base + imported, (status) => status === 404);
    const source = await until(`${base}/sources/example-dump`, (status, body) => status === 200 && body.includes('已撤回'));
    expect(source.includes('错误过多'), 'the reason is missing');
    await looks('/sources/example-dump', 'a withdrawn source');
    expect(!relate().includes('示例甲病'), 'relate still knows 示例甲病');
    const undone = xinglin(['withdraw', 'example-dump', '--undo', '--data', data]);
    expect(undone.status === 0, undone.errors);
    await until(base + imported, (status) => status === 200);
    expect(relate() === before, 'relate answers something else than before');
  });
}

export const all = { site, asked_page, browser, keyboard, plain, errors, api, search, asking, command_line, imports };
