// The text of a memo's section is edited in its place; what comes of it is shown there.
let worked = ''; // the section at which something is being done

function goTo(element, section) {
  const part = [...element.querySelectorAll('.part')].find((one) => section && one.dataset.section === section);
  if (!part) return;
  worked = '';
  requestAnimationFrame(() => { part.scrollIntoView({ block: 'start', behavior: 'smooth' }); part.querySelector('[data-act=write]').focus({ preventScroll: true }); });
}

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

acts.lead = (button, { section }, element) => goTo(element, section);
acts.write = (button) => write(button, true);
acts.unwrite = (button) => write(button, false);
forms['head-lines'] = (form, lines) => ['save', { record: form.dataset.record, kind: 'head', lines }];
forms.writing = (form, { section, text, after }) => {
  worked = section ?? form.dataset.section;
  return ['save', { record: form.dataset.record, kind: form.dataset.kind, section: worked, text, after: after ?? '' }];
};

hearings.push((element, trigger, watch) => {
  element.addEventListener('click', (event) => {
    const button = event.target.closest('.part [data-act]');
    if (button && !acts[button.dataset.act]) worked = button.dataset.section ?? '';
  }, true);
  watch('value', () => goTo(element, worked));
});
