// The line below the question: what its buttons open stands above it, one at a time, until it is left.
const panelButton = (name) => document.querySelector(`#foot [data-panel=${name}]`);
function openPanel(name) {
  if (name) document.body.dataset.panel = name;
  else delete document.body.dataset.panel;
  for (const one of document.querySelectorAll('#foot [data-panel]')) one.setAttribute('aria-expanded', String(one.dataset.panel === name));
}
acts.panel = (button, { panel }) => openPanel(document.body.dataset.panel === panel ? '' : panel);
document.addEventListener('pointerdown', (event) => {
  if (document.body.dataset.panel && !event.target.closest('[id^=panel-], #foot')) openPanel('');
}, true);
document.addEventListener('keydown', (event) => {
  const open = document.body.dataset.panel;
  if (event.key !== 'Escape' || !open) return;
  event.stopImmediatePropagation();
  openPanel('');
  panelButton(open)?.focus();
}, true);

// What is chosen stands on the button, also when the line is drawn anew.
const chosenWords = new Map();
function writeChosen() {
  for (const [panel, words] of chosenWords) {
    const told = panelButton(panel)?.querySelector('.told');
    if (told) told.textContent = words;
  }
}
pincite.told = (panel, words) => {
  chosenWords.set(panel, words);
  writeChosen();
};
hearings.push((element, trigger, watch) => { if (element.closest('#foot')) watch('value', writeChosen); });
hearings.push((element, trigger, watch) => {
  if (element.closest('#restricted')) watchFromNow(watch, () => pincite.told('documents', element.querySelector('[data-asked]')?.dataset.asked ?? 'all'));
});
