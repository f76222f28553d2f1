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
    added = element.querySelector('[data-added]')?.dataset.added.split(' ').filter(Boolean) ?? [];
    tellNews();
  });
  document.addEventListener('click', (event) => { if (event.target.closest('#tabs [role=tab]')) setTimeout(tellNews, 100); });
});
