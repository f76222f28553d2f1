// The source that is open beside the page: its width, its zoom, and the quotes of an answer in turn.
let zoom = 100; // per cent of the pane's width
let opener = null; // what was pressed to open it
const ZOOMS = [50, 75, 100, 125, 150, 200, 300];

acts.widen = (button) => {
  const isWide = document.body.classList.toggle('wide-source');
  button.setAttribute('aria-pressed', String(isWide));
  button.textContent = isWide ? 'Beside the page' : 'Full screen';
};
acts.zoom = (button, { step }, element) => {
  zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + Number(step)))];
  zoomed(element);
};
function zoomed(element) {
  const sheet = element.querySelector('.sheet');
  if (!sheet) return;
  sheet.style.width = `${zoom}%`;
  element.querySelector('.zoom output').textContent = `${zoom} %`;
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
}, true);

function narrow(share) {
  const kept = Math.max(30, Math.min(70, share));
  document.documentElement.style.setProperty('--beside', `${kept}%`);
  document.querySelector('.grip')?.setAttribute('aria-valuenow', Math.round(kept));
  localStorage.setItem('pincite-beside', kept);
}

hearings.push((element, trigger, watch) => {
  if (!element.closest('#source')) return;
  narrow(Number(localStorage.getItem('pincite-beside')) || 45);
  let isOpen = false;
  let before = null;
  watchFromNow(watch, () => {
    const close = element.querySelector('.opened [data-act=shut]');
    document.querySelector('#side')?.classList.toggle('behind', Boolean(close)); // on a phone, where the source covers the page
    if (close && !isOpen) {
      isOpen = true;
      before = opener ?? document.activeElement;
      // What was pressed stays where it was, though the page beside it is laid out anew.
      const top = before?.isConnected ? before.getBoundingClientRect().top : 0;
      requestAnimationFrame(() => {
        if (before?.isConnected && innerWidth >= 768) scrollBy({ top: before.getBoundingClientRect().top - top, behavior: 'instant' });
        close.focus({ preventScroll: true });
      });
    }
    if (!close && isOpen) {
      isOpen = false;
      document.body.classList.remove('wide-source');
      document.querySelectorAll('.cite.current').forEach((one) => one.classList.remove('current'));
      const back = opener?.isConnected ? opener : before;
      back?.focus?.({ preventScroll: true });
      back?.closest?.('.cited')?.querySelector('.tip').classList.add('away');
      opener = null;
    }
    if (!close) return;
    zoomed(element);
    element.querySelector('.grip').setAttribute('aria-valuenow', Math.round(Number(localStorage.getItem('pincite-beside'))));
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

  const share = (x) => (100 * (innerWidth - x)) / document.querySelector('#desk').getBoundingClientRect().width;
  element.addEventListener('pointerdown', (event) => {
    if (!event.target.matches('.grip')) return;
    event.target.setPointerCapture(event.pointerId);
    event.target.onpointermove = (moved) => narrow(share(moved.clientX));
    event.target.onpointerup = () => { event.target.onpointermove = null; };
  });
  element.addEventListener('keydown', (event) => {
    const way = { ArrowLeft: 5, ArrowRight: -5 }[event.key];
    if (event.target.matches('.grip') && way) narrow(Number(localStorage.getItem('pincite-beside')) + way);
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
