// Follows every internal link of the site and keeps what each page answered.

const entities = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };
const decode = (text) => text.replace(/&(amp|quot|lt|gt|#39);/g, (_, name) => entities[name]);

/// Addresses that a page's links, scripts, styles and images name; not those that crawlers are told not to follow
/// (combinations of filters, the form for a mistake on each page), which are too many.
export function addresses(html) {
  const tags = html.matchAll(/<(?:a|link|script|img|source|form)\b[^>]*?\s(?:href|src|action)=(?:"([^"]*)"|'([^']*)')[^>]*>/g);
  return [...tags].filter(([tag]) => !/\srel=["']nofollow["']/.test(tag)).map((match) => decode(match[1] ?? match[2]));
}

/// Of these kinds of page one is looked at in each language.
const translated = new Set(['/', '/articles', '/articles/{slug}', '/conditions/{slug}']);
const language = /^\/(en|zh-hant)(?=[/?]|$)/;

/// The shape of an address: "/articles/{slug}/related/{panel}". Pages of one kind come out of one piece of code.
export function kindOf(path) {
  const parts = path.split('?')[0].split('/').filter(Boolean);
  if (language.test(path)) return `/${parts[0]}${kindOf(`/${parts.slice(1).join('/')}`)}`;
  const names = parts[0] === 'concepts' ? { 2: '{slug}', 4: '{panel}' } : { 1: '{slug}', 3: '{panel}' };
  return `/${parts.map((part, at) => names[at] ?? part).join('/')}`;
}

/// path → { status, type, body, from }; redirects are not followed. Of the pages in other languages, which the same pieces
/// of code write, one of a few kinds. Stops with an error at `limit` pages.
export async function crawl(base, starts, limit) {
  const pages = new Map();
  const queue = starts.map((path) => ({ path, from: '(start)' }));
  const seen = new Set(starts);
  const seenKinds = new Set();
  const isLeftOut = (path) => {
    if (!language.test(path)) return false;
    const kind = kindOf(path);
    if (seenKinds.has(kind) || !translated.has(kind.replace(language, ''))) return true;
    seenKinds.add(kind);
    return false;
  };
  const visit = async ({ path, from }) => {
    const answer = await fetch(base + path, { redirect: 'manual' });
    const type = answer.headers.get('content-type') ?? '';
    const body = type.startsWith('text/') ? await answer.text() : (await answer.arrayBuffer(), '');
    pages.set(path, { status: answer.status, type, body, from });
    if (!type.startsWith('text/html')) return;
    for (const address of addresses(body)) {
      const url = new URL(address, base + path);
      if (url.origin !== base) continue;
      const next = url.pathname + url.search;
      if (seen.has(next) || isLeftOut(next)) continue;
      seen.add(next);
      queue.push({ path: next, from: path });
    }
  };
  while (queue.length > 0) {
    if (pages.size > limit) throw new Error(`more than ${limit} pages: does a link grow without end? last: ${queue[0].path}`);
    await Promise.all(queue.splice(0, 16).map(visit));
  }
  return pages;
}
