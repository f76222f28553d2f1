// What was added since the last visit: told at the Library tab until it is opened, and in the list as long as the page is.
const SEEN = 'pincite-seen'; // in the browser's storage, when the newest document was added that was seen; by the server's clock
const seenUntil = (when) => {
  try {
    if (when) localStorage.setItem(SEEN, when);
    return localStorage.getItem(SEEN) ?? '';
  } catch (error) { // a browser may keep nothing
    return when ?? added[0] ?? '';
  }
};
let added = []; // when the documents were added, the last first
const LAST_SEEN = seenUntil();

// The same of each collection, until it is chosen.
const SEEN_OF = 'pincite-seen-of'; // in the browser's storage, by collection
let addedTo = {}; // by collection, in small letters, when its documents were added, the last first
function seenOf() {
  try { return JSON.parse(localStorage.getItem(SEEN_OF)) ?? {}; } catch (error) { return {}; }
}
function newIn(tag) {
  const since = [LAST_SEEN, seenOf()[tag.toLowerCase()] ?? ''].sort()[1];
  return LAST_SEEN ? (addedTo[tag.toLowerCase()] ?? []).filter((when) => when > since).length : 0;
}
function seenIn(tag) {
  const [last] = addedTo[tag.toLowerCase()] ?? [];
  if (last) try { localStorage.setItem(SEEN_OF, JSON.stringify({ ...seenOf(), [tag.toLowerCase()]: last })); } catch (error) { /* a browser may keep nothing */ }
  ringBells();
}
function ringBells() {
  for (const one of document.querySelectorAll('#collections [data-tag]')) {
    const count = newIn(one.dataset.tag);
    one.querySelector('.new')?.remove();
    if (count) one.append(Object.assign(document.createElement('span'), { className: 'new', textContent: `${count} new` }));
  }
  document.querySelector('#foot [data-panel=documents]')?.classList.toggle('has-new', Boolean(document.querySelector('#collections .new')));
}
hearings.push((element, trigger, watch) => {
  if (!element.closest('#collections')) return;
  element.addEventListener('click', (event) => { const one = event.target.closest('[data-tag]'); if (one) seenIn(one.dataset.tag); });
  watchFromNow(watch, ringBells);
});

const libraryTab = () => tabs().find((one) => tabName(one) === 'library');
function tellNews() {
  const tab = libraryTab();
  if (!tab) return;
  if (added[0] && (!seenUntil() || tab.getAttribute('aria-selected') === 'true')) seenUntil(added[0]);
  const news = added.filter((when) => when > seenUntil()).length;
  if (news) tab.dataset.new = news;
  else delete tab.dataset.new;
}

hearings.push((element, trigger, watch) => {
  if (!element.closest('#news')) return;
  watchFromNow(watch, () => {
    const told = element.querySelector('[data-added]')?.dataset;
    added = told?.added.split(' ').filter(Boolean) ?? [];
    addedTo = told ? JSON.parse(told.collections) : {};
    tellNews();
    ringBells();
    const shelf = document.querySelector('#shelf .ours:has(form.finding)');
    if (shelf) fillSelects(shelf);
  });
  document.addEventListener('click', (event) => { if (event.target.closest('#tabs [role=tab]')) setTimeout(tellNews, 100); });
});
