// The source that is open beside the page.
hearings.push((element, trigger, watch) => {
  // The focus follows a source that opens, and goes back when it closes.
  let opener = null;
  watchFromNow(watch, () => {
    const close = element.querySelector('.opened [data-act=shut]');
    if (close && !opener) {
      opener = document.activeElement;
      requestAnimationFrame(() => close.focus({ preventScroll: true }));
    }
    if (!close && opener) {
      opener.focus?.({ preventScroll: true });
      opener = null;
    }
  });

  // A source opens at its mark, once its panel has been laid out.
  watchFromNow(watch, () => {
    const mark = element.querySelector('.opened mark, .opened .mark.first');
    if (!mark) return;
    const panel = mark.closest('.text, .sheet');
    const laidOut = new ResizeObserver(() => {
      if (mark.isConnected && !panel.clientHeight) return;
      laidOut.disconnect();
      if (!mark.isConnected) return;
      if (panel.matches('.text')) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
      else mark.scrollIntoView({ block: 'center' });
    });
    laidOut.observe(panel);
  });
});
