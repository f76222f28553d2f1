// What the page's HTML components share: a press on anything with `data-act` becomes an event for Python, or is done here.
const EVENTS = ['open', 'go', 'shut', 'rate', 'again', 'edit', 'follow', 'library', 'samples', 'only', 'remove', 'details', 'save', 'pick', 'rename', 'delete', 'keep', 'all', 'move', 'settle'];

async function copy(button) {
  const text = button.dataset.text;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // Without HTTPS a browser has no clipboard but this.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  say(button, 'Copied');
}

function say(button, text) {
  button.dataset.before ??= button.textContent;
  button.textContent = text;
  clearTimeout(button.saying);
  button.saying = setTimeout(() => { button.textContent = button.dataset.before; delete button.dataset.before; }, 1600);
}

// The first press only asks; the second counts, unless it is the other half of a double-click. The list may be drawn anew meanwhile.
function isSure(button) {
  if (!button.dataset.sure) return true;
  if (button.dataset.asked) return Date.now() - Number(button.dataset.asked) > 500;
  const before = button.innerHTML;
  button.dataset.asked = String(Date.now());
  button.textContent = button.dataset.sure;
  setTimeout(() => { if (button.isConnected && button.dataset.asked) { delete button.dataset.asked; button.innerHTML = before; } }, 4000);
  return false;
}

// Of a review, the claims of one finding alone, or all.
function filter(button) {
  const review = button.closest('.review');
  review.querySelectorAll('[data-act=filter]').forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
  review.querySelectorAll('.claim').forEach((one) => { one.hidden = Boolean(button.dataset.finding) && one.dataset.finding !== button.dataset.finding; });
}

// The text of a memo's section is edited in its place; what comes of it is shown there.
let worked = '';
function goTo(section) {
  const part = [...element.querySelectorAll('.part')].find((one) => section && one.dataset.section === section);
  if (!part) return;
  worked = '';
  requestAnimationFrame(() => { part.scrollIntoView({ block: 'start', behavior: 'smooth' }); part.querySelector('[data-act=write]').focus({ preventScroll: true }); });
}
watch('value', () => goTo(worked));
function write(button, isWriting) {
  const part = button.closest('.part');
  const form = part.querySelector('form.writing');
  part.querySelector('.said').hidden = isWriting;
  form.hidden = !isWriting;
  if (isWriting) {
    form.elements.text.focus({ preventScroll: true });
    part.scrollIntoView({ block: 'start', behavior: 'smooth' });
  } else {
    form.reset();
    part.querySelector('[data-act=write]').focus();
  }
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || button.disabled) return;
  const { act, ...data } = button.dataset;
  if (act === 'copy') return void copy(button);
  if (act === 'filter') return void filter(button);
  if (act === 'lead') return void goTo(data.section);
  if (act === 'write' || act === 'unwrite') return void write(button, act === 'write');
  if (act === 'why') {
    const form = button.closest('.tools').querySelector('form.why');
    form.hidden = !form.hidden;
    button.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) form.querySelector('input').focus();
    return;
  }
  if (button.closest('.part')) worked = data.section ?? '';
  if (act === 'open') button.closest('.cited')?.querySelector('.tip').classList.add('away');
  if (EVENTS.includes(act) && isSure(button)) trigger(act, data);
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches('.why')) {
    trigger('rate', { answer: form.dataset.answer, thumb: 'down', note: form.elements.note.value });
    form.reset();
    form.hidden = true;
  }
  if (form.matches('.details')) trigger('save', { slug: form.dataset.slug, known: Object.fromEntries(new FormData(form)) });
  if (form.matches('.head-lines')) trigger('save', { record: form.dataset.record, kind: 'head', lines: Object.fromEntries(new FormData(form)) });
  else if (form.matches('.writing')) {
    const { section, text, after } = Object.fromEntries(new FormData(form));
    worked = section ?? form.dataset.section;
    trigger('save', { record: form.dataset.record, kind: form.dataset.kind, section: section ?? form.dataset.section, text, after: after ?? '' });
  }
  if (form.matches('.rename')) trigger('rename', { id: form.dataset.id, title: form.elements.title.value });
});

// A quote shows while its number is pointed at or has the focus; Escape puts it away; it is moved to stay within the window.
function place(event) {
  const cited = event.target.closest?.('.cited');
  if (!cited) return;
  const tip = cited.querySelector('.tip');
  tip.classList.remove('away');
  tip.style.setProperty('--shift', '0px');
  const box = tip.getBoundingClientRect();
  const beyond = box.right - (document.documentElement.clientWidth - 12);
  if (beyond > 0) tip.style.setProperty('--shift', `${-beyond}px`);
  tip.classList.toggle('above', box.bottom > window.innerHeight - 8 && cited.getBoundingClientRect().top > box.height + 16);
}
element.addEventListener('mouseover', (event) => { if (!event.target.closest?.('.cited')?.contains(event.relatedTarget)) place(event); });
element.addEventListener('focusin', place);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const tips = [...element.querySelectorAll('.cited:is(:hover, :focus-within) .tip:not(.away)')];
  tips.forEach((tip) => tip.classList.add('away'));
  if (!tips.length && element.querySelector('.opened')?.contains(document.activeElement)) trigger('shut', {});
});

// Gradio makes a hidden panel's components when it is first shown, with their values, which is no change to them.
function watchFromNow(act) {
  watch('value', act);
  act();
}

// The focus follows a source that opens, and goes back when it closes.
let opener = null;
watchFromNow(() => {
  const close = element.querySelector('.opened [data-act=shut]');
  if (close && !opener) {
    opener = document.activeElement;
    requestAnimationFrame(() => close.focus({ preventScroll: true }));
  }
  if (!close && opener) {
    opener.focus?.({ preventScroll: true });
    opener = null;
  }
});

// A new question comes to the top, so that its answer grows where it is read; a conversation opens at its last question.
let turns = 0;
watch('value', () => {
  const shown = element.querySelectorAll('.turn');
  if (shown.length > Math.max(turns, 1)) shown[shown.length - 1].scrollIntoView({ block: 'start', behavior: turns ? 'smooth' : 'auto' });
  turns = shown.length;
});

// Work that begins comes to the top, so that what comes of it grows where it is read.
let isUnderWay = false;
watch('value', () => {
  const bar = element.querySelector('.progress progress');
  if (bar && !isUnderWay) requestAnimationFrame(() => element.closest('.stands')?.scrollIntoView({ block: 'start', behavior: 'smooth' }));
  isUnderWay = Boolean(bar);
  // What an edit was refused for is read beside it.
  const form = element.querySelector('.broken') && document.querySelector('.part form.writing:not([hidden])');
  if (form) setTimeout(() => { form.scrollIntoView({ block: 'center' }); form.elements.text.focus({ preventScroll: true }); }, 300);
});

// A document's details open above a list that may be long.
watch('value', () => {
  const form = element.querySelector('form.details');
  if (form) requestAnimationFrame(() => { form.scrollIntoView({ block: 'center' }); form.querySelector('input').focus({ preventScroll: true }); });
});

// The address names the conversation, so that a reload, or a bookmark, finds it.
watch('value', () => {
  const shown = element.querySelector('[data-conversation]');
  if (!shown) return;
  const address = new URL(location.href);
  if (shown.dataset.conversation) address.searchParams.set('c', shown.dataset.conversation);
  else address.searchParams.delete('c');
  history.replaceState(null, '', address);
});

// So does the memo that is shown.
watch('value', () => {
  const memo = element.querySelector('[data-memo]');
  if (!memo) return;
  const address = new URL(location.href);
  address.searchParams.set('m', memo.dataset.memo);
  history.replaceState(null, '', address);
});

// A source opens at its mark, once its panel has been laid out.
watchFromNow(() => {
  const mark = element.querySelector('.opened mark, .opened .mark.first');
  if (!mark) return;
  const panel = mark.closest('.text, .sheet');
  const laidOut = new ResizeObserver(() => {
    if (mark.isConnected && !panel.clientHeight) return;
    laidOut.disconnect();
    if (!mark.isConnected) return;
    if (panel.matches('.text')) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
    else mark.scrollIntoView({ block: 'center' });
  });
  laidOut.observe(panel);
});
