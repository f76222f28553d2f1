// A memo, a review or a check under way.

// Once something is made, the form folds to a line that says what was asked for.
function fold(panel) {
  const shown = panel.querySelector('.preview [data-folded]');
  const line = panel.querySelector('.folded-line .ours');
  if (!line) return;
  if (shown && panel.dataset.folded !== shown.dataset.folded) {
    panel.dataset.folded = shown.dataset.folded;
    panel.classList.add('is-folded');
    line.innerHTML = '<p><span></span> <button type="button" class="quiet" data-act="unfold" aria-expanded="false">Change</button></p>';
    line.querySelector('span').textContent = shown.dataset.folded;
    // What is made is read from its top, wherever the form was left.
    if (panel.offsetParent) scrollTo({ top: 0, behavior: 'instant' });
  }
  if (shown) return;
  delete panel.dataset.folded;
  if (!panel.querySelector('.stands progress')) unfold(panel);
}

function unfold(panel) {
  panel.classList.remove('is-folded');
  panel.querySelector('.folded-line .ours')?.replaceChildren();
}

acts.unfold = (button) => {
  const panel = button.closest('[role=tabpanel]');
  const isFolded = panel.classList.toggle('is-folded');
  button.setAttribute('aria-expanded', String(!isFolded));
  button.textContent = isFolded ? 'Change' : 'Fold the form';
  if (!isFolded) panel.querySelector('.form-part :is(textarea, input)')?.focus();
};
// What is wrong with a field is told at it too, until it is changed.
function tellField(element) {
  document.querySelectorAll('.wrong-told').forEach((one) => one.remove());
  document.querySelectorAll('.wrong-field').forEach((one) => { one.classList.remove('wrong-field'); one.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid'); });
  const told = element.querySelector('[data-field]');
  const field = told && document.getElementById(told.dataset.field);
  if (!field) return;
  field.closest('[role=tabpanel]')?.classList.remove('is-folded');
  const words = document.createElement('p');
  words.className = 'wrong-told';
  words.textContent = told.querySelector('h3').textContent;
  field.classList.add('wrong-field');
  field.append(words);
  const input = field.querySelector('input:not([type=file]), textarea, button');
  input?.setAttribute('aria-invalid', 'true');
  input?.focus();
  input?.addEventListener('input', () => { words.remove(); field.classList.remove('wrong-field'); input.removeAttribute('aria-invalid'); }, { once: true });
}

acts['to-library'] = () => toTab('library');
acts['check-copy'] = () => {
  toTab('verify');
  const panel = document.querySelector('#verify-start')?.closest('[role=tabpanel]');
  if (panel) unfold(panel);
  setTimeout(() => document.querySelector('#verify-file button')?.focus(), 300);
};

hearings.push((element, trigger, watch) => {
  if (element.closest('.preview, .stands')) watchFromNow(watch, () => setTimeout(() => fold(element.closest('[role=tabpanel]')), 0));

  if (element.closest('.stands')) watch('value', () => tellField(element));

  // What is under way is followed from a page that opens it.
  watchFromNow(watch, () => { if (element.querySelector('[data-attach]')) trigger('attach', {}); });

  // Two columns stand side by side where there is room, whatever else is open (Gradio drops container queries from styles).
  new ResizeObserver(() => element.classList.toggle('wide', element.clientWidth >= 860)).observe(element);

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
});
