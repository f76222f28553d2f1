// An answer: what is wrong with it is told, and a new one comes to the top.
acts.why = (button) => {
  const form = button.closest('.tools').querySelector('form.why');
  form.hidden = !form.hidden;
  button.setAttribute('aria-expanded', String(!form.hidden));
  if (!form.hidden) form.querySelector('input').focus();
};
forms.why = (form, { note }) => {
  form.reset();
  form.hidden = true;
  return ['rate', { answer: form.dataset.answer, thumb: 'down', note }];
};

// A new question comes to the top, so that its answer grows where it is read; a conversation opens at its last question.
hearings.push((element, trigger, watch) => {
  let turns = 0;
  watch('value', () => {
    const shown = element.querySelectorAll('.turn');
    if (shown.length > Math.max(turns, 1)) shown[shown.length - 1].scrollIntoView({ block: 'start', behavior: turns ? 'smooth' : 'auto' });
    turns = shown.length;
  });
});
