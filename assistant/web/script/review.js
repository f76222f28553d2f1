// A review: the claims of one finding alone, the op-ed's passages and their cards, and what the reader holds of a claim.
acts.filter = (button, { findings }) => {
  const review = button.closest('.review');
  review.querySelectorAll('[data-act=filter]').forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
  for (const group of review.querySelectorAll('.group')) {
    const claims = [...group.querySelectorAll('.claim')];
    for (const one of claims) one.hidden = !['', 'all', one.dataset.finding].includes(findings);
    group.hidden = !['', 'all'].includes(findings) && claims.every((one) => one.hidden);
    if (group.matches('details')) group.open = findings !== '';
  }
  const bar = button.closest('.filter');
  if (bar.getBoundingClientRect().top <= 8) review.querySelector('.review-desk').scrollIntoView({ block: 'start' });
};

function pointTo(review, number, shown) {
  review.querySelectorAll('.pointed').forEach((one) => one.classList.remove('pointed'));
  const [card, passage] = [`#claim-${number}`, `#passage-${number}`].map((one) => review.querySelector(one));
  const group = card?.closest('.group');
  if (group) group.hidden = false;
  if (group?.matches('details')) group.open = true;
  if (card) card.hidden = false;
  for (const one of [card, passage]) one?.classList.add('pointed');
  const wanted = shown === 'card' ? card : passage;
  wanted?.scrollIntoView({ block: shown === 'card' ? 'start' : 'center', behavior: 'smooth' });
  wanted?.focus({ preventScroll: true });
}

acts.claim = (passage, { claim }) => pointTo(passage.closest('.review'), claim, 'card');
acts.passage = (button, { claim }) => pointTo(button.closest('.review'), claim, 'passage');
acts.judge = (button, { review, claim, verdict }, element, trigger) => {
  const card = button.closest('.claim');
  const now = card.dataset.mark === verdict ? '' : verdict;
  card.dataset.mark = now;
  card.querySelectorAll('[data-act=judge]').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.verdict === now)));
  card.querySelector('.marked').textContent = { agree: 'You agree', dismiss: 'Dismissed' }[now] ?? '';
  trigger('mark', { review, claim, verdict: now, note: card.querySelector('[name=note]').value });
};
forms.noting = (form, { note }) => {
  say(form.querySelector('button'), 'Saved');
  const { review, claim } = form.dataset;
  return ['mark', { review, claim, verdict: form.closest('.claim').dataset.mark, note }];
};
// The address of a passage is for those who have no script; it is not the page's.
document.addEventListener('click', (event) => { if (event.target.closest?.('a.passage')) event.preventDefault(); });
