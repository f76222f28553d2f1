// A memo, a review or a check under way.
hearings.push((element, trigger, watch) => {
  // Two columns stand side by side where there is room, whatever else is open (Gradio drops container queries from styles).
  new ResizeObserver(() => element.classList.toggle('wide', element.clientWidth >= 860)).observe(element);

  // Work that begins comes to the top, so that what comes of it grows where it is read.
  let isUnderWay = false;
  watch('value', () => {
    const bar = element.querySelector('.progress progress');
    if (bar && !isUnderWay) requestAnimationFrame(() => element.closest('.stands')?.scrollIntoView({ block: 'start', behavior: 'smooth' }));
    isUnderWay = Boolean(bar);
    // What an edit was refused for is read beside it.
    const form = element.querySelector('.broken') && document.querySelector('.part form.writing:not([hidden])');
    if (form) setTimeout(() => { form.scrollIntoView({ block: 'center' }); form.elements.text.focus({ preventScroll: true }); }, 300);
  });
});
