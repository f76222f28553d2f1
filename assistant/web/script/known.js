// What is known of a document, as a form: in a sheet over the page, or below a file that was added. Only what was changed is sent.
forms.known = (form) => {
  form.querySelectorAll('.wrong').forEach((one) => one.remove());
  const changed = [...form.elements].filter((one) => one.name && one.value !== one.defaultValue);
  return ['save', { slug: form.dataset.slug, known: Object.fromEntries(changed.map((one) => [one.name, one.value])) }];
};
acts.close = (button) => button.closest('dialog').close();
acts.untold = (button) => button.closest('.told').remove();
acts.dismiss = (button) => { button.closest('section').hidden = true; };

// The sheet opens when it has come, at the field that was pressed as lacking, and is emptied when it is closed, so that it can come again.
let lacking = '';
document.addEventListener('click', (event) => { lacking = event.target.closest('.docs .lacks')?.textContent ?? ''; }, true);
hearings.push((element, trigger, watch) => {
  if (!element.closest('#details')) return;
  watch('value', () => {
    const sheet = element.querySelector('dialog');
    if (!sheet || sheet.open) return;
    sheet.addEventListener('close', () => trigger('keep', {}));
    sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
    sheet.showModal();
    sheet.querySelector(`[name=${lacking.includes('date') ? 'date' : lacking.includes('kind') ? 'kind' : 'title'}]`).focus();
  });
});

// What became of a form: it closes, or what is wrong stands at its fields.
function markWrong(form, name, why) {
  const field = form.elements[name] ?? form.elements[0];
  const said = document.createElement('span');
  Object.assign(said, { className: 'wrong', textContent: why, id: `wrong-${form.dataset.slug}-${name}` });
  said.setAttribute('role', 'alert');
  field.after(said);
  field.setAttribute('aria-describedby', said.id);
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}

function markSaved(form) {
  for (const one of form.elements) { one.defaultValue = one.value; one.removeAttribute('aria-invalid'); }
  const details = form.closest('.reports details');
  if (!details) return;
  details.open = false;
  details.querySelector('summary .lacks')?.remove();
}

hearings.push((element, trigger, watch) => {
  if (!element.closest('#told')) return;
  watch('value', () => {
    const told = element.querySelector('.told');
    told?.querySelector('[data-act=restore]')?.focus({ preventScroll: true });
    if (!told?.dataset.slug) return;
    const wrong = [...told.querySelectorAll('[data-field]')];
    for (const form of [...document.querySelectorAll('form.known')].filter((one) => one.dataset.slug === told.dataset.slug)) {
      wrong.forEach((one) => markWrong(form, one.dataset.field, one.textContent));
      if (!wrong.length) markSaved(form);
    }
  });
});
