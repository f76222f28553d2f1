// What is done once, when the page has loaded.
() => {
  pincite.start();
  // The page's one heading, the way past the list of conversations, and the keys, which Gradio has no place for.
  document.body.insertAdjacentHTML('afterbegin', `<a class="skip" href="#question">Skip to the question</a><h1 class="unseen">Pincite</h1>
    <dialog id="keys" aria-label="Keyboard shortcuts"><p><kbd>/</kbd> ask</p><p><kbd>n</kbd> new conversation</p><p><kbd>Esc</kbd> close a quote or the source</p><p><kbd>Shift</kbd> <kbd>Tab</kbd> from the question to the last answer</p><form method="dialog"><button>Close</button></form></dialog>`);
  document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); document.querySelector('#question textarea').focus(); });
  // On a phone the conversations would cover the page.
  if (window.innerWidth < 768) document.querySelector('#side.open .toggle-button')?.click();
  // Gradio labels its drop area with other words than those it shows, so that who speaks what they see would not reach it (WCAG 2.5.3).
  new MutationObserver(() => {
    document.querySelectorAll('.upload-container[aria-label]').forEach((button) => button.removeAttribute('aria-label'));
  }).observe(document.body, { childList: true, subtree: true });

  // Gradio drops the words of an error where the listener is not queued, and the press seems to do nothing: they are told here, until the next press.
  const tell = (words, address) => {
    hush();
    const alert = document.createElement('section');
    alert.className = 'ours broken alert';
    alert.setAttribute('role', 'alert');
    const said = document.createElement('p');
    said.textContent = words;
    const close = document.createElement('button');
    close.textContent = 'Close';
    alert.append(said, close);
    if (address) {
      const way = document.createElement('a');
      way.href = address;
      way.textContent = 'Sign in';
      alert.insertBefore(way, close);
    }
    document.body.append(alert);
  };
  // Whose session has ended is led to where they sign in, and back here.
  const ended = () => tell('You are not signed in any more. What you have typed stays here until you go on.', location.href);
  const hush = () => document.querySelectorAll('.alert').forEach((alert) => alert.remove());
  document.addEventListener('click', (event) => { if (event.target.closest('button')) hush(); }, true);
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const isListener = String(asked[0]?.url ?? asked[0]).includes('/gradio_api/run/');
    try {
      const answer = await fetched(...asked);
      if (answer.status === 401) { ended(); return answer; }
      if (isListener && !answer.ok) tell((await answer.clone().json().catch(() => null))?.error || `This could not be done (${answer.status}), and the server gives no reason.`);
      return answer;
    } catch (error) {
      if (isListener) tell('The server cannot be reached.');
      throw error;
    }
  };
}
