// Overrides are put in order by dragging; the buttons beside them do the same without a mouse.
let dragged = null;

document.addEventListener('pointerdown', event => {
  const grip = event.target.closest('[data-grip]');
  if (!grip) return;
  dragged = grip.closest('[data-item]');
  dragged.classList.add('dragged');
  event.preventDefault();
});

document.addEventListener('pointermove', event => {
  if (!dragged) return;
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-item]');
  if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
  const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
  if (event.clientY < middle) over.before(dragged); else over.after(dragged);
});

function drop() {
  if (!dragged) return;
  dragged.classList.remove('dragged');
  dragged.querySelector('input').dispatchEvent(new Event('input', { bubbles: true }));
  dragged = null;
}
document.addEventListener('pointerup', drop);
// The browser takes a pointer away, for a gesture of its own: what is where it was dragged so far stays there.
document.addEventListener('pointercancel', drop);
