// The documents that are shown, by kind and date: a dot for those of a kind and a time, which opens the one, or lists the several.
const STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000]; // months in a column
const COLUMNS = 24; // at most

const monthOf = (date) => Number(date.slice(0, 4)) * 12 + (Number(date.slice(5, 7)) || 1) - 1;
function element(tag, { text = '', ...more } = {}, children = []) {
  const made = Object.assign(document.createElement(tag), more);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function dotOf(found, kind) {
  const title = (row) => row.querySelector('.name').textContent;
  const names = found.length === 1 ? title(found[0]) : `${found.length} documents`;
  const dot = element('button', { type: 'button', text: found.length > 1 ? String(found.length) : '', title: names });
  dot.setAttribute('aria-label', `${kind}, ${found[0].cells[3].textContent}: ${names}`);
  if (found.length === 1) Object.assign(dot.dataset, { act: 'open', slug: found[0].dataset.slug });
  else Object.assign(dot.dataset, { act: 'dot', slugs: found.map((row) => row.dataset.slug).join('\n') });
  return dot;
}

function drawTimeline(shelf, fits) {
  const panel = shelf.querySelector('.timeline');
  shelf.querySelector('[data-act=timeline]').setAttribute('aria-expanded', String(looked.timeline));
  panel.hidden = !looked.timeline;
  if (panel.hidden) return;
  const dated = fits.filter((row) => /^\d{4}/.test(row.dataset.day)).sort((a, b) => a.dataset.day.localeCompare(b.dataset.day));
  if (!dated.length) return void panel.replaceChildren(element('p', { text: 'None of these documents has a date.' }));
  const [first, last] = [monthOf(dated[0].dataset.day), monthOf(dated.at(-1).dataset.day)];
  const step = STEPS.find((months) => Math.floor(last / months) - Math.floor(first / months) < COLUMNS) ?? STEPS.at(-1);
  const from = Math.floor(first / step);
  const columns = Array.from({ length: Math.floor(last / step) - from + 1 }, (_, column) => column);
  const cells = new Map();
  for (const row of dated) {
    const { kind } = factsOf(row);
    if (!cells.has(kind)) cells.set(kind, columns.map(() => []));
    cells.get(kind)[Math.floor(monthOf(row.dataset.day) / step) - from].push(row);
  }
  const year = (column) => Math.floor((from + column) * step / 12);
  const years = columns.map((column) => element('th', { scope: 'col', text: column && year(column) === year(column - 1) ? '' : String(year(column)) }));
  const lines = [...cells].sort(([a], [b]) => a.localeCompare(b)).map(([kind, found]) =>
    element('tr', {}, [element('th', { scope: 'row', text: kind === NOTHING ? 'no kind yet' : kind }), ...found.map((rows) => element('td', {}, rows.length ? [dotOf(rows, kind)] : []))]));
  panel.replaceChildren(element('table', {}, [
    element('caption', { className: 'unseen', text: 'Documents by kind and date' }),
    element('thead', {}, [element('tr', {}, [element('td'), ...years])]), element('tbody', {}, lines)]));
}

acts.timeline = (button, data, root) => { looked.timeline = !looked.timeline; show(root); };
acts.dot = (button, { slugs }, root) => {
  const menu = root.querySelector('.of-dot');
  const rows = rowsOf(root);
  menu.replaceChildren(...slugs.split('\n').map((slug) => {
    const row = rows.find((one) => one.dataset.slug === slug);
    const one = element('button', { type: 'button', text: `${row.cells[3].textContent}: ${row.querySelector('.name').textContent}` });
    Object.assign(one.dataset, { act: 'open', slug });
    return one;
  }));
  openAt(menu, button);
  menu.querySelector('button').focus();
};
