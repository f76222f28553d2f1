// The keyboard's short ways: / to the question, n for a new conversation, ? tells them.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
  const question = document.querySelector('#question textarea');
  if (event.key === '/') { event.preventDefault(); toTab('chat'); requestAnimationFrame(() => question.focus()); }
  if (event.key === 'n') { toTab('chat'); document.querySelector('#new').click(); requestAnimationFrame(() => question.focus()); }
  if (event.key === '?') document.querySelector('#keys').showModal();
});
