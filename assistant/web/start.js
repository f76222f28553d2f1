// What is done once, when the page has loaded.
() => {
  // On a phone the conversations would cover the page.
  if (window.innerWidth < 768) document.querySelector('#side.open .toggle-button')?.click();
  // Gradio labels its drop area with other words than those it shows, so that who speaks what they see would not reach it (WCAG 2.5.3).
  new MutationObserver(() => {
    document.querySelectorAll('.upload-container[aria-label]').forEach((button) => button.removeAttribute('aria-label'));
  }).observe(document.body, { childList: true, subtree: true });
}
