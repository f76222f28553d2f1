// The documents made: a press opens one in its tab; one that is done while nobody looks is told by a dot, and in the title of the browser's tab.
acts.made = (button, { kind, key, id }, element, trigger) => {
  toTab(kind);
  if (window.innerWidth < 768) document.querySelector('#side.open .toggle-button')?.click();
  trigger({ m: 'memo', r: 'review', k: 'check' }[key], { [key]: id });
};

const WORDS = { m: 'memo', r: 'review', k: 'check' };
const TITLE = document.title || 'Pincite';

hearings.push((element, trigger, watch) => {
  if (!element.closest('#made')) return;
  const told = new Set(); // what was said to be seen, until the list says so too
  const look = () => {
    const fresh = [...element.querySelectorAll('[data-new="1"]')];
    const unseen = fresh.filter(({ dataset: { key, id, entry } }) => {
      const shown = document.visibilityState === 'visible' && [...document.querySelectorAll(`#work [data-address="${key}=${id}"]`)].some((one) => one.offsetParent);
      if (shown && !told.has(entry)) { told.add(entry); trigger('seen', { id: entry }); }
      return !shown;
    });
    const base = TITLE.replace(/^\(\d+\) /, '').split(' – ')[0];
    const last = unseen[0]?.dataset;
    document.title = last ? `(${unseen.length}) ${base} – ${WORDS[last.key]} ${last.state === 'failed' ? 'failed' : 'ready'}` : base;
  };
  watchFromNow(watch, () => { told.clear(); look(); });
  document.addEventListener('visibilitychange', look);
  new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ['data-address', 'aria-selected'], childList: true, subtree: true });
});
