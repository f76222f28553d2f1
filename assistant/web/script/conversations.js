// The list beside the page.
forms.rename = (form, { title }) => ['rename', { id: form.dataset.id, title }];

// On a phone the list covers the page: it closes when something is chosen.
document.addEventListener('click', (event) => {
  if (innerWidth < 768 && event.target.closest('#side .pick, #new, #side [data-act=reopen]')) document.querySelector('#side.open .toggle-button')?.click();
});
