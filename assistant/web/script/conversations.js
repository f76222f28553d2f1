// The list beside the page.
forms.rename = (form, { title }) => ['rename', { id: form.dataset.id, title }];
