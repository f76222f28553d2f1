// Files are added from anywhere on the page: dropped, or chosen with a button that says so. They go the way of those of the Library tab.
async function attach(files) {
  if (!files.length) return;
  toTab('library');
  const field = await new Promise((found) => {
    const look = () => document.querySelector('#files input[type=file]') ?? void requestAnimationFrame(() => { const one = look(); if (one) found(one); });
    const one = look();
    if (one) found(one);
  });
  const given = new DataTransfer();
  for (const file of files) given.items.add(file);
  field.files = given.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

acts.attach = () => {
  const chooser = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
  chooser.addEventListener('change', () => attach(chooser.files));
  chooser.click();
};

const mayAdd = () => document.querySelector('#attach');
const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
const isElsewhere = (event) => !event.target.closest?.('[data-testid=file-upload], .upload-container, #files, button.center');
let over = 0; // elements that a dragged file is over, one within another
document.addEventListener('dragenter', (event) => { if (hasFiles(event) && mayAdd()) document.body.classList.toggle('is-dragging', (over += 1) > 0); });
document.addEventListener('dragleave', (event) => { if (hasFiles(event)) document.body.classList.toggle('is-dragging', (over -= 1) > 0); });
document.addEventListener('dragover', (event) => { if (hasFiles(event) && isElsewhere(event)) event.preventDefault(); });
document.addEventListener('drop', (event) => {
  over = 0;
  document.body.classList.remove('is-dragging');
  if (!hasFiles(event) || !isElsewhere(event)) return;
  event.preventDefault();
  if (mayAdd()) attach(event.dataTransfer.files);
});
