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

// Where nothing can point, the first touch of a number shows its quote, and the second, or “Open”, its document.
acts.open = (button, data, element, trigger) => {
  const isFirst = button.matches('.cite') && matchMedia('(hover: none)').matches && !button.dataset.seen;
  if (!isFirst) return trigger('open', data);
  button.dataset.seen = 'yes';
  button.focus();
  button.addEventListener('blur', () => delete button.dataset.seen, { once: true });
  place({ target: button });
};

hearings.push((element, trigger) => {
  element.addEventListener('mouseover', (event) => { if (!event.target.closest?.('.cited')?.contains(event.relatedTarget)) place(event); });
  element.addEventListener('focusin', (event) => { if (!event.target.closest('.tip')) place(event); });
  element.addEventListener('click', (event) => { if (event.target.closest('[data-act=open]') && !event.target.closest('.cite[data-seen]')) event.target.closest('.cited')?.querySelector('.tip').classList.add('away'); });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const tips = [...element.querySelectorAll('.cited:is(:hover, :focus-within) .tip:not(.away)')];
    tips.forEach((tip) => tip.classList.add('away'));
    if (!tips.length && element.querySelector('.opened')?.contains(document.activeElement)) trigger('shut', {});
  });
});
