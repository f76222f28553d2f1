// The address names what is shown: the tab, and what carries `data-address` (such as "c=ID", or "doc=SLUG&p=2"), so that a reload, a bookmark, a
// link and Back find it. What Back leads to is opened as by a press: an event of the component `#history`.
const OPENS = { c: 'conversation', s: 'shared', m: 'memo', r: 'review', k: 'check', doc: 'source' }; // by the first part of an address, the event that opens it
const TABS = { m: 'memo', r: 'review', k: 'verify' }; // where it is shown
const FIRST = new URLSearchParams(location.search); // as the server has read it
const PLACE = ['doc', 'p', 'start', 'end']; // not `page`, with which Gradio's own page does not load
let isGoingBack = false; // the history moves, and is not to be written

function shownAt(key, address) {
  const url = new URL(location.href);
  const before = url.search;
  const named = new URLSearchParams(address);
  if (key === 'c' || key === 's') url.searchParams.delete(key === 'c' ? 's' : 'c'); // a transcript is of one of them
  const of = key === 'doc' ? PLACE : [key];
  for (const one of of) {
    if (named.get(one)) url.searchParams.set(one, named.get(one));
    else url.searchParams.delete(one);
  }
  if (url.search !== before && !isGoingBack) history.pushState(null, '', url);
}

hearings.push((element, trigger, watch) => {
  let last = null;
  watchFromNow(watch, () => {
    const shown = element.querySelector('[data-address]')?.dataset.address;
    const key = (shown ?? last)?.split(/[=&]/)[0];
    if (!key || (shown === undefined && key !== 'doc')) return;
    last = shown ?? last;
    shownAt(key, shown ?? '');
  });
  if (element.closest('#history')) {
    let before = FIRST;
    const follow = () => {
      const now = new URLSearchParams(location.search);
      isGoingBack = true;
      setTimeout(() => { isGoingBack = false; }, 1500);
      toTab(now.get('tab'));
      for (const [key, event] of Object.entries(OPENS)) {
        const of = key === 'doc' ? PLACE : [key];
        if (of.some((one) => now.get(one) !== before.get(one))) trigger(event, Object.fromEntries(of.map((one) => [one, now.get(one) ?? ''])));
      }
      before = now;
    };
    window.addEventListener('popstate', follow);
    if (String(FIRST) !== String(new URLSearchParams(location.search))) follow();
    const push = history.pushState.bind(history);
    history.pushState = (...given) => { push(...given); before = new URLSearchParams(location.search); };
  }
});

// The tabs are Gradio's; a press on one, ours or a reader's, is seen by which is selected.
const tabs = () => [...document.querySelectorAll('#tabs button[role=tab], #tabs .overflow-dropdown button')];
const tabName = (button) => button.textContent.trim().toLowerCase().split(/\s/)[0];
function toTab(name) {
  const wanted = tabs().find((one) => tabName(one) === (name || 'chat'));
  if (wanted && wanted.getAttribute('aria-selected') !== 'true') wanted.click();
}

pincite.start = () => {
  const bar = document.querySelector('#tabs');
  if (!bar) return;
  const first = new URLSearchParams(location.search);
  toTab(first.get('tab') || (first.get('c') ? '' : ['m', 'r', 'k'].filter((key) => first.get(key)).map((key) => TABS[key])[0] ?? ''));
  new MutationObserver(() => {
    const selected = tabs().find((one) => one.getAttribute('aria-selected') === 'true');
    const url = new URL(location.href);
    if (!selected || isGoingBack || (url.searchParams.get('tab') ?? 'chat') === tabName(selected)) return;
    if (tabName(selected) === 'chat') url.searchParams.delete('tab');
    else url.searchParams.set('tab', tabName(selected));
    history.pushState(null, '', url);
  }).observe(bar, { attributes: true, attributeFilter: ['aria-selected'], subtree: true });
};
