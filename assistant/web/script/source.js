// The source that is open beside the page: its width, its zoom, and the quotes of an answer in turn.
let zoom = 0; // per cent of the pane's width; 0: the width of the pane, or more where print would be too small to read
let pressedAt = 0; // where on the window what was pressed stood
let opener = null; // what was pressed to open it
const ZOOMS = [50, 75, 100, 125, 150, 200, 300];

acts.widen = (button) => {
  const isWide = document.body.classList.toggle('wide-source');
  button.setAttribute('aria-pressed', String(isWide));
  button.textContent = isWide ? 'Beside the page' : 'Full screen';
};
acts.zoom = (button, { step }, element) => {
  const now = zoom || readable(element.querySelector('.sheet'));
  const next = Number(step) > 0 ? ZOOMS.find((one) => one > now) : ZOOMS.findLast((one) => one < now);
  zoom = next ?? now;
  zoomed(element);
};
// A point of the page is a pixel or more, so that print of ten points is read; on a phone one zooms with two fingers.
function readable(sheet) {
  const width = sheet.parentElement.clientWidth;
  return innerWidth < 768 || !width ? 100 : Math.max(100, Math.ceil((100 * sheet.dataset.points) / width));
}
function zoomed(element) {
  const sheet = element.querySelector('.sheet');
  if (!sheet) return;
  const shown = zoom || readable(sheet);
  sheet.style.width = `${shown}%`;
  element.querySelector('.zoom output').textContent = `${shown} %`;
}
forms['page-number'] = (form, { page }) => (/^\d+$/.test(page.trim()) ? ['go', { slug: form.dataset.slug, page: page.trim() }] : undefined);
forms.seek = (form, { words }) => (words.trim() ? ['go', { ...form.dataset, words }] : undefined);

// The quotes of the answer from which the source was opened.
function quotesBeside() { return opener?.isConnected ? [...opener.closest('.turn, .paper')?.querySelectorAll('.cite') ?? []].filter((one) => one.checkVisibility()) : []; }
acts.turn = (button, { step }) => {
  const quotes = quotesBeside();
  const at = quotes.indexOf(opener) + Number(step);
  if (quotes[at]) { remember(quotes[at]); quotes[at].click(); }
};
function remember(cite) {
  opener = cite;
  document.querySelectorAll('.cite.current').forEach((one) => one.classList.remove('current'));
  cite.classList.add('current');
}
document.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-act=open]');
  if (pressed) remember(pressed.closest('.cited')?.querySelector('.cite') ?? pressed);
  if (pressed) pressedAt = opener.getBoundingClientRect().top;
}, true);

const WIDTH = 'pincite-source-width'; // in the browser's storage: the share of the page that a reader gave it; half of the window at first
function narrow(share) {
  const kept = Math.max(30, Math.min(70, share));
  document.documentElement.style.setProperty('--beside', `${kept}%`);
  document.querySelector('.grip')?.setAttribute('aria-valuenow', Math.round(kept));
  localStorage.setItem(WIDTH, kept);
}
// In a window that is not wide, the list of conversations makes room for a source.
let hasSource = false;
function makeRoom(isOpen = hasSource) {
  hasSource = isOpen;
  document.body.classList.toggle('makes-room', isOpen && innerWidth >= 768 && innerWidth < 1600);
}
window.addEventListener('resize', () => makeRoom());
// What is read stays where it is on the window, though the page beside the source is laid out anew.
function hold(element, top) {
  const again = () => { if (element?.isConnected && innerWidth >= 768) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' }); };
  again();
  requestAnimationFrame(() => { again(); requestAnimationFrame(again); });
}

hearings.push((element, trigger, watch) => {
  const givenShare = () => Number(localStorage.getItem(WIDTH)) || share(innerWidth / 2);
  const share = (x) => (100 * (innerWidth - x)) / document.querySelector('#desk').getBoundingClientRect().width;
  if (!element.closest('#source')) return;
  if (localStorage.getItem(WIDTH)) narrow(Number(localStorage.getItem(WIDTH)));
  let isOpen = false;
  let before = null;
  let shutAt = null; // where what is read stood when the source was shut
  document.addEventListener('click', (event) => { if (event.target.closest('.opened [data-act=shut]')) shutAt = (opener ?? before)?.getBoundingClientRect().top ?? null; }, true);
  watchFromNow(watch, () => {
    const close = element.querySelector('.opened [data-act=shut]');
    document.querySelector('#side')?.classList.toggle('behind', Boolean(close)); // on a phone, where the source covers the page
    if (close && !isOpen) {
      isOpen = true;
      before = opener ?? document.activeElement;
      makeRoom(true);
      if (opener) hold(opener, pressedAt);
      requestAnimationFrame(() => close.focus({ preventScroll: true }));
    }
    if (!close && isOpen) {
      isOpen = false;
      document.body.classList.remove('wide-source');
      makeRoom(false);
      document.querySelectorAll('.cite.current').forEach((one) => one.classList.remove('current'));
      const back = opener?.isConnected ? opener : before;
      if (shutAt !== null) hold(back, shutAt);
      shutAt = null;
      back?.focus?.({ preventScroll: true });
      back?.closest?.('.cited')?.querySelector('.tip').classList.add('away');
      opener = null;
    }
    if (!close) return;
    zoomed(element);
    element.querySelector('.grip').setAttribute('aria-valuenow', Math.round(givenShare()));
    const panel = element.querySelector('.sheets');
    if (panel) new ResizeObserver(() => { if (panel.isConnected) zoomed(element); }).observe(panel);
    const widen = element.querySelector('[data-act=widen]');
    if (document.body.classList.contains('wide-source')) { widen.textContent = 'Beside the page'; widen.setAttribute('aria-pressed', 'true'); }
    const quotes = quotesBeside();
    const bar = element.querySelector('nav.quotes');
    const at = quotes.indexOf(opener);
    bar.hidden = quotes.length < 2 || at < 0;
    bar.querySelector('span').textContent = `Quote ${at + 1} of ${quotes.length}`;
    bar.querySelector('[data-step="-1"]').disabled = at <= 0;
    bar.querySelector('[data-step="1"]').disabled = at >= quotes.length - 1;
  });

  element.addEventListener('pointerdown', (event) => {
    if (!event.target.matches('.grip')) return;
    event.target.setPointerCapture(event.pointerId);
    event.target.onpointermove = (moved) => narrow(share(moved.clientX));
    event.target.onpointerup = () => { event.target.onpointermove = null; };
  });
  element.addEventListener('keydown', (event) => {
    const way = { ArrowLeft: 5, ArrowRight: -5 }[event.key];
    if (event.target.matches('.grip') && way) narrow(givenShare() + way);
  });

  // A source opens at its mark, once its panel has been laid out.
  watchFromNow(watch, () => {
    const mark = element.querySelector('.opened mark, .opened .mark.first');
    if (!mark) return;
    const panel = mark.closest('.text, .sheets');
    const laidOut = new ResizeObserver(() => {
      if (mark.isConnected && !panel.clientHeight) return;
      laidOut.disconnect();
      if (mark.isConnected) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
    });
    laidOut.observe(panel);
  });
});
