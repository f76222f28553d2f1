// A question and its answer: edited where it stands, rated, and brought to the top.
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

acts.edit = (button, { question }) => {
  const turn = button.closest('.turn');
  const form = turn.querySelector('form.asking');
  const toggle = turn.querySelector('.question [data-act=edit]');
  form.hidden = !form.hidden;
  toggle.setAttribute('aria-expanded', String(!form.hidden));
  if (form.hidden) return toggle.focus();
  const box = form.elements.question;
  box.value = question ?? box.defaultValue;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
};
forms.asking = (form, { question }) => (question.trim() ? ['again', { turn: form.dataset.turn, question }] : undefined);

hearings.push((element, trigger, watch) => {
  element.addEventListener('keydown', (event) => {
    const form = event.target.closest?.('form.asking');
    if (!form) return;
    if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === 'Escape') acts.edit(form.querySelector('[data-act=edit]'), {});
  });
  // A new question comes to the top, so that its answer grows where it is read; a conversation opens at its last question.
  let turns = 0;
  watch('value', () => {
    const shown = element.querySelectorAll('.turn');
    if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: 'start', behavior: turns ? 'smooth' : 'auto' });
    turns = shown.length;
  });
});

// How long an answer has taken so far; a chat service that takes longer than this need not be waited for.
const SLOW_S = 10;
let since = 0;
setInterval(() => {
  const told = document.querySelector('.reading .elapsed');
  if (!told) { since = 0; return; }
  since ||= Date.now();
  const seconds = Math.round((Date.now() - since) / 1000);
  told.textContent = seconds ? ` · ${seconds} s` : '';
  document.querySelectorAll('.reading .slow').forEach((one) => { one.hidden = seconds < SLOW_S; });
}, 500);

// A question that is sent while an answer is made waits for its end.
function answering() { return document.querySelector('#stop')?.checkVisibility() ?? false; }
function fill(box, text) {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, text);
  box.dispatchEvent(new Event('input', { bubbles: true }));
}
document.addEventListener('keydown', (event) => {
  const box = event.target;
  if (event.key !== 'Enter' || event.shiftKey || !box.matches?.('#question textarea') || !box.value.trim() || !answering()) return;
  event.preventDefault();
  event.stopPropagation();
  const next = document.querySelector('#next');
  next.querySelector('.words').textContent = box.value.trim();
  next.hidden = false;
  fill(box, '');
}, true);
function askNext() {
  const next = document.querySelector('#next');
  if (!next || next.hidden || answering() || !document.querySelector('#send')?.checkVisibility()) return;
  const box = document.querySelector('#question textarea');
  if (box.value.trim()) return; // what is being written is not to be lost
  fill(box, next.querySelector('.words').textContent);
  next.hidden = true;
  setTimeout(() => document.querySelector('#send').click(), 60);
}
setInterval(askNext, 250);
acts.drop = () => {
  const next = document.querySelector('#next');
  const box = document.querySelector('#question textarea');
  if (!box.value.trim()) fill(box, next.querySelector('.words').textContent);
  next.hidden = true;
  box.focus();
};
