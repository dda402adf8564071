// Suggestions below every search box: the editable combobox with a listbox of WAI-ARIA 1.2. Without this file the boxes
// are plain forms. Nothing is asked for while an input method composes, and an answer that comes late is dropped.
const kPauseMs = 120; // after the last key
const kKeptAnswers = 60;

/// "condition/x" → "/conditions/x": the folder of a type is its plural.
const pageOf = (id) => {
  const slash = id.indexOf('/');
  return `/${id.slice(0, slash)}s/${encodeURIComponent(id.slice(slash + 1))}`;
};

const make = (tag, attributes, text = '') => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};

class Combobox {
  items = [];
  active = -1;
  answers = new Map();

  constructor(form) {
    this.words = form.dataset;
    this.types = new Map(form.dataset.types.split(';').map((pair) => pair.split('=')));
    this.input = form.querySelector('input[type=search]');
    const id = `${this.input.id}-list`;
    this.list = make('ul', { id, role: 'listbox', class: 'suggestions', 'aria-label': this.words.label, hidden: '' });
    this.status = make('p', { role: 'status', class: 'hidden-text' });
    form.append(this.list, this.status);
    const combobox = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
    this.listen(form);
  }

  listen(form) {
    this.input.addEventListener('input', (event) => { if (!event.isComposing) this.typed(); });
    this.input.addEventListener('compositionstart', () => this.close());
    this.input.addEventListener('compositionend', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('blur', () => this.close());
    this.list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener('click', (event) => this.open([...this.list.children].indexOf(event.target.closest('li'))));
    form.addEventListener('submit', () => this.close());
    window.addEventListener('pagehide', () => this.close());
  }

  typed() {
    this.stop();
    const text = this.input.value.trim();
    if (text === '') return this.close();
    if (this.answers.has(text)) return this.show(this.answers.get(text));
    this.timer = setTimeout(() => this.ask(text), kPauseMs);
  }

  async ask(text) {
    const request = new AbortController();
    this.request = request;
    try {
      const answer = await fetch(this.words.suggest + encodeURIComponent(text), { signal: request.signal });
      const { items } = answer.ok ? await answer.json() : { items: [] };
      if (request.signal.aborted) return;
      if (this.answers.size >= kKeptAnswers) this.answers.clear();
      if (answer.ok) this.answers.set(text, items);
      this.show(items);
    } catch {
      if (!request.signal.aborted) this.close(); // what was typed can still be searched for
    }
  }

  show(items) {
    if (document.activeElement !== this.input) return;
    this.items = items;
    this.list.replaceChildren(...items.map((item, at) => {
      const option = make('li', { id: `${this.list.id}-${at}`, role: 'option', 'aria-selected': 'false' });
      option.append(make('span', {}, item.text), ' ', make('span', { class: 'type' }, this.types.get(item.type) ?? ''));
      return option;
    }));
    this.expand(items.length > 0);
    this.status.textContent = items.length > 0 ? this.words.some.replace('#', items.length) : this.words.none;
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
    this.mark(-1);
  }

  mark(at) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = at;
    const option = this.list.children[at];
    if (!option) return this.input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  close() {
    this.stop();
    this.status.textContent = '';
    this.expand(false);
  }

  open(at) {
    if (this.items[at]) location.assign(pageOf(this.items[at].id));
  }

  /// The place `by` further round the ring of options and, between last and first, the box itself.
  moved(by) {
    const places = this.items.length + 1;
    return ((this.active + 1 + by + places) % places) - 1;
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const isOpen = !this.list.hidden;
    const inList = isOpen && this.active >= 0;
    const does = {
      ArrowDown: () => (isOpen ? this.mark(this.moved(1)) : this.typed()),
      ArrowUp: () => (isOpen ? this.mark(this.moved(-1)) : this.typed()),
      Home: inList && (() => this.mark(0)),
      End: inList && (() => this.mark(this.items.length - 1)),
      Enter: inList && (() => this.open(this.active)),
      Escape: isOpen && (() => this.close()),
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    does();
  }
}

for (const form of document.querySelectorAll('form[data-suggest]')) new Combobox(form);
