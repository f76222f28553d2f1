// The library's documents: searched, filtered, sorted and chosen here; what their text says is asked of Python. What was typed and chosen
// outlives the list, which is drawn anew with every change.
const SHOWN_AT_ONCE = 150; // rows; more are shown when asked for
const NARROW = 700; // px of the list's width, below which a document is a card
const looked = { words: '', kind: '', publisher: '', date: '', from: '', to: '', tag: '', sort: 'added', timeline: false };
const NOTHING = '–'; // the choice of those that lack the value
const taken = new Set(); // the slugs of the documents that are chosen
let all = SHOWN_AT_ONCE; // how many rows may be shown
let hits = new Map(); // by slug, where the words stand in its text
let asking; // waits until no more is typed
let last = null; // the row whose box was pressed last
let hadFocus = false; // in the field of the search, when the list was drawn anew

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const rowsOf = (shelf) => [...shelf.querySelectorAll('.docs tbody tr[data-slug]')];
let facts = new WeakMap(); // by row, what it is filtered and sorted by; Gradio writes new documents into old rows

function factsOf(row) {
  if (!facts.has(row)) {
    const [, title, kind] = row.cells;
    facts.set(row, {
      title: plain(title.querySelector('.name').textContent),
      kind: kind.querySelector('.lacks') ? NOTHING : kind.textContent,
      publisher: title.querySelector('.by')?.textContent ?? NOTHING,
      date: row.dataset.day,
      tags: [...title.querySelectorAll('.tag')].map((one) => one.textContent),
      year: row.dataset.day.slice(0, 4) || NOTHING,
      added: row.dataset.added,
      said: plain(row.textContent),
    });
  }
  return facts.get(row);
}

const dayAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
function isOfDate(date, wanted) {
  if (!wanted) return true;
  if (wanted === NOTHING) return !date;
  if (wanted === 'range' && !looked.from && !looked.to) return true;
  if (wanted === 'range') return Boolean(date) && date >= looked.from.slice(0, date.length) && (!looked.to || date <= looked.to.slice(0, date.length));
  return wanted.startsWith('past ') ? date >= dayAgo(Number(wanted.slice(5))).slice(0, date.length) && Boolean(date) : date.startsWith(wanted);
}

function counted(rows, key) {
  const counts = new Map();
  for (const value of rows.flatMap((row) => factsOf(row)[key])) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a === NOTHING) - (b === NOTHING) || a.localeCompare(b));
}

function fillSelect(select, any, choices) {
  select.replaceChildren(new Option(any, ''), ...choices.map(([value, label]) => new Option(label, value)));
  if (!choices.some(([value]) => value === looked[select.name])) looked[select.name] = '';
  select.value = looked[select.name];
}

function fillSelects(shelf) {
  const rows = rowsOf(shelf);
  const of = (key, none) => counted(rows, key).map(([value, count]) => [value, `${value === NOTHING ? none : value} (${count})`]);
  const form = shelf.querySelector('form.finding').elements;
  fillSelect(form.kind, 'Any kind', of('kind', 'No kind yet'));
  fillSelect(form.publisher, 'Any publisher', of('publisher', 'No publisher'));
  const byYear = counted(rows, 'year').sort(([a], [b]) => (a === NOTHING) - (b === NOTHING) || b.localeCompare(a));
  fillSelect(form.date, 'Any date', [
    ['past 30', 'Past 30 days'], ['past 365', 'Past 12 months'], ['range', 'From … to …'],
    ...byYear.map(([year, count]) => [year, `${year === NOTHING ? 'No date' : year} (${count})`]),
  ]);
  fillSelect(form.tag, 'Any tag', counted(rows, 'tags').map(([tag, count]) => [tag, `${tag} (${count}${newIn(tag) ? `, ${newIn(tag)} new` : ''})`]));
  form.tag.hidden = form.tag.options.length < 2;
  for (const [list, key] of [['kinds', 'kind'], ['publishers', 'publisher'], ['tags', 'tags']])
    shelf.querySelector(`#${list}`).replaceChildren(...counted(rows, key).filter(([value]) => value !== NOTHING).map(([value]) => new Option(value, value)));
  for (const name of ['from', 'to', 'sort']) form[name].value = looked[name];
  shelf.querySelector('.range').hidden = looked.date !== 'range';
  form.words.value = looked.words;
}

const ORDERS = {
  added: (a, b) => b.added.localeCompare(a.added) || a.title.localeCompare(b.title),
  newest: (a, b) => (!a.date) - (!b.date) || b.date.localeCompare(a.date),
  oldest: (a, b) => (!a.date) - (!b.date) || a.date.localeCompare(b.date),
  title: (a, b) => a.title.localeCompare(b.title),
};

// The rows that are looked for, in order; of those of whose text alone has the words, the best come first, after the others.
function fitting(shelf) {
  const words = plain(looked.words).split(/\s+/).filter(Boolean);
  const ranks = new Map([...hits.keys()].map((slug, rank) => [slug, rank]));
  const found = [];
  for (const row of rowsOf(shelf)) {
    const one = factsOf(row);
    const isFit = (!looked.kind || one.kind === looked.kind) && (!looked.publisher || one.publisher === looked.publisher) && isOfDate(one.date, looked.date)
      && (!looked.tag || one.tags.includes(looked.tag));
    const isNamed = words.every((word) => one.said.includes(word));
    if (isFit && (isNamed || hits.has(row.dataset.slug))) found.push({ row, one, rank: isNamed ? -1 : ranks.get(row.dataset.slug) });
  }
  return found.sort((a, b) => a.rank - b.rank || ORDERS[looked.sort](a.one, b.one)).map(({ row }) => row);
}

function show(shelf) {
  const body = shelf.querySelector('.docs tbody');
  if (!body) return;
  const fits = fitting(shelf);
  const shown = new Set(fits.slice(0, all));
  for (const row of rowsOf(shelf)) {
    row.hidden = !shown.has(row);
    row.querySelector('.hit')?.remove();
  }
  for (const row of shown) {
    const hit = hits.get(row.dataset.slug);
    if (hit) row.cells[1].append(hit.cloneNode(true));
  }
  body.append(...shown);
  const rest = shelf.querySelector('.rest');
  rest.hidden = fits.length <= all;
  rest.firstElementChild.textContent = `Show ${fits.length - all} more`;
  const total = rowsOf(shelf).length;
  const isAll = fits.length === total;
  shelf.querySelector('.count').textContent = !fits.length ? `None of ${total} documents` : isAll ? `${total} document${total > 1 ? 's' : ''}` : `${fits.length} of ${total} documents`;
  showChosen(shelf);
  drawTimeline(shelf, fits);
}

function showChosen(shelf) {
  const rows = rowsOf(shelf);
  for (const row of rows) {
    const box = row.cells[0].querySelector('input');
    box.checked = taken.has(row.dataset.slug);
    row.classList.toggle('is-chosen', box.checked);
  }
  const chosen = rows.filter((row) => taken.has(row.dataset.slug));
  const some = shelf.querySelector('.some');
  some.hidden = !chosen.length;
  for (const one of some.querySelectorAll('[data-needs]')) one.hidden = !chosen.every((row) => mayDo(row, one));
  if (chosen.length) shelf.querySelector('.count').textContent = `${chosen.length} selected:`;
  else if (shelf.querySelector('.count').textContent.endsWith(':')) show(shelf);
  const seen = rows.filter((row) => !row.hidden);
  const every = shelf.querySelector('[data-all]');
  every.checked = seen.length > 0 && seen.every((row) => taken.has(row.dataset.slug));
  every.indeterminate = !every.checked && seen.some((row) => taken.has(row.dataset.slug));
  some.querySelector('[data-event=only]').textContent = chosen.length > 1 ? 'Ask about these' : 'Ask about this';
}

// A box is pressed; with Shift, all from the one that was pressed last.
function choose(shelf, event) {
  const box = event.target;
  const seen = rowsOf(shelf).filter((row) => !row.hidden);
  const row = box.closest('tr[data-slug]');
  const [from, to] = [seen.indexOf(last), seen.indexOf(row)].sort((a, b) => a - b);
  const pressed = !row ? seen : event.shiftKey && from >= 0 ? seen.slice(from, to + 1) : [row];
  for (const one of pressed) box.checked ? taken.add(one.dataset.slug) : taken.delete(one.dataset.slug);
  last = row;
  showChosen(shelf);
}

const mayDo = (row, button) => row.dataset.may.split(' ').includes(button.dataset.needs);
const chosenSlugs = (shelf) => rowsOf(shelf).map((row) => row.dataset.slug).filter((slug) => taken.has(slug));
acts['all-chosen'] = (button, { event }, element, trigger) => { if (isSure(button)) trigger(event, { slugs: chosenSlugs(element) }); };
acts.unchoose = (button, data, element) => { taken.clear(); showChosen(element); };

// The tags of those that are chosen: one is added to all, or taken from all that have it.
acts.tagging = (button, data, element) => {
  const counts = counted(rowsOf(element).filter((row) => taken.has(row.dataset.slug)), 'tags');
  const menu = element.querySelector('.of-tags');
  menu.querySelector('.tagged').replaceChildren(...counts.map(([tag, count]) => {
    const one = document.createElement('button');
    Object.assign(one, { type: 'button', className: 'tag', textContent: `${tag} (${count}) ✕`, title: `Take the tag “${tag}” away` });
    Object.assign(one.dataset, { act: 'untag', tag });
    return one;
  }));
  openAt(menu, button);
  menu.querySelector('input').focus();
};
acts.untag = (button, { tag }, element, trigger) => { button.closest('.doc-menu').hidePopover(); trigger('tag', { slugs: chosenSlugs(element), remove: tag }); };
forms.tagging = (form, { tag }) => {
  form.reset();
  form.closest('.doc-menu').hidePopover();
  return ['tag', { slugs: chosenSlugs(form.closest('#shelf')), add: tag }];
};

function lookFor(shelf, trigger, name, value) {
  looked[name] = value;
  all = SHOWN_AT_ONCE;
  if (name === 'date') {
    const range = shelf.querySelector('.range');
    range.hidden = value !== 'range';
    if (!range.hidden) range.querySelector('input').focus();
  }
  if (name === 'tag') seenIn(value);
  if (name === 'words') {
    hits = new Map();
    clearTimeout(asking);
    if (value.trim().length > 2) asking = setTimeout(() => trigger('search', { words: value.trim() }), 250);
  }
  show(shelf);
}

acts.rest = (button, data, element) => { all = Infinity; show(element); };

// The words are looked for as if they had been typed; the list is drawn when its tab is opened first.
acts.seek = (button, { words }) => {
  toTab('library');
  const type = () => {
    const field = document.querySelector('#shelf form.finding [name=words]');
    if (!field) return void requestAnimationFrame(type);
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  };
  type();
};

forms.finding = () => null;
hearings.push((element, trigger, watch) => {
  if (!element.closest('#shelf')) return;
  const redraw = () => {
    const there = new Set(rowsOf(element).map((row) => row.dataset.slug));
    for (const slug of taken) if (!there.has(slug)) taken.delete(slug);
    if (!element.querySelector('form.finding')) return;
    facts = new WeakMap();
    element.querySelectorAll('.doc-menu:popover-open').forEach((one) => one.hidePopover()); // of rows that are drawn anew
    for (const row of rowsOf(element)) row.classList.toggle('is-new', Boolean(LAST_SEEN) && row.dataset.added > LAST_SEEN);
    fillSelects(element);
    show(element);
    if (hadFocus && document.activeElement === document.body) element.querySelector('[name=words]').focus({ preventScroll: true });
  };
  watchFromNow(watch, redraw);
  new ResizeObserver(([{ contentRect }]) => element.classList.toggle('is-narrow', contentRect.width < NARROW)).observe(element);
  element.addEventListener('focusin', (event) => { hadFocus = event.target.name === 'words'; });
  document.addEventListener('focusin', (event) => { if (!element.contains(event.target)) hadFocus = false; });
  element.addEventListener('click', (event) => { if (event.target.matches('.docs input[type=checkbox]')) choose(element, event); });
  element.addEventListener('input', (event) => {
    if (event.target.closest('form.finding')) lookFor(element, trigger, event.target.name, event.target.value);
  });
  // A title that is cut off is shown whole where it is pointed at.
  element.addEventListener('mouseover', (event) => {
    const name = event.target.closest?.('.docs .name');
    if (name && name.scrollWidth > name.clientWidth) name.title = name.textContent;
  });
});

// What the documents' text says to the words, if they are still those that are looked for.
hearings.push((element, trigger, watch) => {
  if (!element.closest('#found')) return;
  watch('value', () => {
    const list = element.querySelector('[data-words]');
    if (list?.dataset.words !== looked.words.trim()) return;
    hits = new Map([...list.children].map((one) => [one.dataset.slug, one.firstElementChild]));
    const shelf = document.querySelector('#shelf .ours');
    if (shelf) show(shelf);
  });
});

// The menu of a row.
function openAt(menu, button) {
  menu.showPopover();
  const { left, right, bottom, top } = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, left + width > window.innerWidth - 8 ? right - width : left)}px`;
  menu.style.top = `${bottom + height > window.innerHeight ? top - height : bottom}px`;
}

acts.dots = (button, data, element) => {
  const menu = element.querySelector('.of-row');
  const row = button.closest('tr');
  for (const one of menu.querySelectorAll('[data-needs]')) one.hidden = !mayDo(row, one);
  menu.querySelector('[data-act=details]').textContent = row.dataset.may.includes('change') ? 'Edit details' : 'Details';
  menu.querySelectorAll('[data-act]').forEach((one) => { one.dataset.slug = button.closest('tr').dataset.slug; });
  menu.querySelector('[data-act=copy]').dataset.text = `${location.origin}${location.pathname}?${new URLSearchParams({ doc: button.closest('tr').dataset.slug })}`;
  openAt(menu, button);
  menu.querySelector('button').focus();
};

// What is done to a document closes its menu; what only asks first leaves it open.
hearings.push((element) => element.addEventListener('click', (event) => {
  const button = event.target.closest('.of-row [data-act], .of-dot [data-act]');
  if (button && !button.dataset.sure && button.dataset.act !== 'copy') button.closest('.doc-menu').hidePopover();
}));
