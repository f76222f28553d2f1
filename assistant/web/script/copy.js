// What is taken along from the page: as text alone, or as a message's rich text with its plain text beside it.
async function copy(button, text, html) {
  try {
    if (html) await navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }), 'text/plain': new Blob([text], { type: 'text/plain' }) })]);
    else await navigator.clipboard.writeText(text);
  } catch (error) {
    // Without HTTPS a browser has no clipboard but this.
    const area = document.createElement(html ? 'div' : 'textarea');
    if (html) area.innerHTML = html;
    else area.value = text;
    area.style.cssText = 'position: fixed; opacity: 0';
    document.body.append(area);
    if (html) getSelection().selectAllChildren(area);
    else area.select();
    document.execCommand('copy');
    area.remove();
  }
  const menu = button.closest('details.copies');
  say(menu ? menu.querySelector('summary') : button, 'Copied');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
}

// A fragment's blocks as lines of text; a superscript is a number in brackets, an item of a list has its number or a dash.
function asText(fragment) {
  const whole = fragment.cloneNode(true);
  whole.querySelectorAll('sup').forEach((one) => one.replaceWith(` [${one.textContent.trim()}]`));
  whole.querySelectorAll('li').forEach((one) => one.prepend(one.closest('ol') ? `[${one.value}] ` : '- '));
  whole.querySelectorAll('a').forEach((one) => one.append(` <${one.href}>`));
  whole.querySelectorAll('td, th').forEach((one) => one.append('\t'));
  const lines = [...whole.querySelectorAll('p, li, tr')].map((one) => one.textContent.replace(/[^\S\t]+/g, ' ').trim());
  return lines.filter(Boolean).join('\n');
}

acts.copy = (button, { text, as }) => {
  if (!as) return copy(button, text);
  const made = button.closest('.tools').querySelector('template.email').content;
  const wanted = as === 'sources' ? made.querySelector('.sources') : made;
  const holder = document.createElement('div');
  holder.append(wanted.cloneNode(true));
  return as === 'plain' ? copy(button, asText(holder)) : copy(button, asText(holder), holder.innerHTML);
};
// The address of what is shared, without what else the page's address names.
const sharedAt = (token) => `${location.origin}${location.pathname}?s=${token}`;
acts.sharelink = (button, { token }) => copy(button, sharedAt(token));
hearings.push((element, trigger, watch) => watchFromNow(watch, () => {
  const field = element.querySelector('#share-link');
  if (!field) return;
  field.value = sharedAt(field.dataset.token);
  field.focus();
  field.select();
}));
acts.link = (button) => copy(button, location.href);

// A menu closes when it is left, or something was chosen.
document.addEventListener('click', (event) => document.querySelectorAll('details.copies[open]').forEach((one) => { if (!one.contains(event.target) || event.target.closest('[data-act=publish]')) one.open = false; }));
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.activeElement?.closest('details.copies[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
});
