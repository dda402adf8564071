// Suggestions below every search box: the editable combobox with a listbox of WAI-ARIA 1.2. Without this file the boxes
// are plain forms. Nothing is asked for while an input method composes, and an answer that comes late is dropped.
const kPauseMs = 120; // after the last key
const kKeptAnswers = 60;

/// "condition/x" → "/conditions/x": the folder of a type is its plural. `root` is "" or that of a language, "/en".
const pageOf = (root, id) => {
  const slash = id.indexOf('/');
  return `${root}/${id.slice(0, slash)}s/${encodeURIComponent(id.slice(slash + 1))}`;
};

const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const make = (tag, attributes, text = '') => {
  const element = set(document.createElement(tag), attributes);
  element.textContent = text;
  return element;
};

function suggestIn(form) {
  const words = form.dataset;
  const types = new Map(words.types.split(';').map((pair) => pair.split('=')));
  const input = form.querySelector('input[type=search]');
  const id = `${input.id}-list`;
  const list = make('ul', { id, role: 'listbox', class: 'suggestions', 'aria-label': words.label, hidden: '' });
  const status = make('p', { role: 'status', class: 'hidden-text' });
  const answers = new Map();
  let items = [];
  let active = -1; // -1 is the box itself
  let timer;
  let request;

  const mark = (at) => {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = at;
    const option = list.children[at];
    if (!option) return input.removeAttribute('aria-activedescendant');
    set(option, { 'aria-selected': 'true' }).scrollIntoView({ block: 'nearest' });
    set(input, { 'aria-activedescendant': option.id });
  };
  const expand = (open) => {
    list.hidden = !open;
    set(input, { 'aria-expanded': open });
    mark(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
  };
  const close = () => {
    stop();
    status.textContent = '';
    expand(false);
  };
  const go = (at) => { if (items[at]) location.assign(pageOf(words.root, items[at].id)); };

  const show = (found) => {
    if (document.activeElement !== input) return;
    items = found;
    list.replaceChildren(...items.map((item, at) => {
      const option = make('li', { id: `${id}-${at}`, role: 'option', 'aria-selected': 'false' });
      const name = make('span', {}, item.text);
      if (item.via) name.append(' ', make('span', { class: 'where' }, words.via.replace('#', item.via)));
      option.append(name, ' ', make('span', { class: 'type' }, types.get(item.type)));
      return option;
    }));
    expand(items.length > 0);
    status.textContent = items.length > 0 ? words.some.replace('#', items.length) : words.none;
  };
  const ask = async (text) => {
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(words.suggest + encodeURIComponent(text), { signal });
      const found = answer.ok ? (await answer.json()).items : [];
      if (signal.aborted) return;
      if (answers.size >= kKeptAnswers) answers.clear();
      if (answer.ok) answers.set(text, found);
      show(found);
    } catch {
      if (!signal.aborted) close(); // the form still works
    }
  };
  const typed = () => {
    stop();
    const text = input.value.trim();
    if (!text) return close();
    if (answers.has(text)) return show(answers.get(text));
    timer = setTimeout(ask, kPauseMs, text);
  };

  /// Moves round the ring of options and, between last and first, the box itself.
  const move = (by) => (list.hidden ? typed() : mark(((active + 2 + by + items.length) % (items.length + 1)) - 1));
  const pressed = (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const chosen = active >= 0;
    const does = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Home: chosen && (() => mark(0)),
      End: chosen && (() => mark(items.length - 1)),
      Enter: chosen && (() => go(active)),
      Escape: !list.hidden && close,
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    does();
  };

  form.append(list, status);
  set(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': false, 'aria-controls': id });
  input.addEventListener('input', (event) => event.isComposing || typed());
  input.addEventListener('compositionstart', close);
  input.addEventListener('compositionend', typed);
  input.addEventListener('keydown', pressed);
  input.addEventListener('blur', close);
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', (event) => go([...list.children].indexOf(event.target.closest('li'))));
  form.addEventListener('submit', close);
  window.addEventListener('pagehide', close);
}

document.querySelectorAll('form[data-suggest]').forEach(suggestIn);
