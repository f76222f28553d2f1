// The library's documents.
forms.details = (form, known) => ['save', { slug: form.dataset.slug, known }];

// A document's details open above a list that may be long.
hearings.push((element, trigger, watch) => {
  watch('value', () => {
    const form = element.querySelector('form.details');
    if (form) requestAnimationFrame(() => { form.scrollIntoView({ block: 'center' }); form.querySelector('input').focus({ preventScroll: true }); });
  });
});
