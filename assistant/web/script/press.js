// What a press on the page does. Each file of this folder adds to one of these three; all of them are one script, which runs once, before
// the components are made.
const hearings = []; // what is done for each of our components when it is made: (element, trigger, watch) => …
const acts = {}; // what a press on `data-act=NAME` does here: (button, data, element, trigger) => …; of any other name it is an event for Python
const forms = {}; // what is sent when a form of a class is: (form, fields) => [event, data], or nothing where it is done here

window.pincite = {
  hear(element, trigger, watch) {
    for (const one of hearings) one(element, trigger, watch);
  },
};

hearings.push((element, trigger) => {
  element.addEventListener('click', (event) => {
    const button = event.target.closest('[data-act]');
    if (!button || button.disabled || !element.contains(button)) return;
    const { act, ...data } = button.dataset;
    if (acts[act]) return void acts[act](button, data, element, trigger);
    if (isSure(button)) trigger(act, data);
  });
  element.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method === 'post') return; // it leaves the page
    event.preventDefault();
    const name = Object.keys(forms).find((one) => form.classList.contains(one));
    const sent = name && forms[name](form, Object.fromEntries(new FormData(form)));
    if (sent) trigger(...sent);
  });
});

// The first press only asks; the second counts, unless it is the other half of a double-click. The list may be drawn anew meanwhile.
function isSure(button) {
  if (!button.dataset.sure) return true;
  if (button.dataset.asked) return Date.now() - Number(button.dataset.asked) > 500;
  const before = button.innerHTML;
  button.dataset.asked = String(Date.now());
  button.textContent = button.dataset.sure;
  setTimeout(() => { if (button.isConnected && button.dataset.asked) { delete button.dataset.asked; button.innerHTML = before; } }, 4000);
  return false;
}

// Gradio makes a hidden panel's components when it is first shown, with their values, which is no change to them.
function watchFromNow(watch, act) {
  watch('value', act);
  act();
}

// A word over a button's own for a moment: the button keeps its width, so that none slides under the pointer.
function say(button, text) {
  button.dataset.said = text;
  tell(text);
  clearTimeout(button.saying);
  button.saying = setTimeout(() => delete button.dataset.said, 1600);
}

// What those hear who do not see it.
function tell(text) {
  const told = document.querySelector('#spoken') ?? Object.assign(document.createElement('p'), { id: 'spoken', className: 'unseen' });
  if (!told.isConnected) { told.setAttribute('role', 'status'); document.body.append(told); }
  told.textContent = text;
}
