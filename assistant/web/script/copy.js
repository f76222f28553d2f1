// What is taken along from the page.
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // Without HTTPS a browser has no clipboard but this.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  say(button, 'Copied');
}
acts.copy = (button, { text }) => copy(button, text);
