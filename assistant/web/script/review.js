// Of a review, the claims of one finding alone, or all.
acts.filter = (button) => {
  const review = button.closest('.review');
  review.querySelectorAll('[data-act=filter]').forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
  review.querySelectorAll('.claim').forEach((one) => { one.hidden = Boolean(button.dataset.finding) && one.dataset.finding !== button.dataset.finding; });
};
