// Search and commands: one box for both, opened with / or Control+K.
const dialog = document.getElementById('palette');
const box = dialog?.querySelector('input');
const list = dialog?.querySelector('ul');
let latest = 0;

function open() {
  if (dialog.open) return;
  dialog.showModal();
  box.value = '';
  find();
}

async function find() {
  const mine = ++latest;
  const answer = await fetch(`${dialog.dataset.address}?q=${encodeURIComponent(box.value)}`);
  if (!answer.ok) return;
  const found = await answer.json();
  if (mine !== latest) return;
  list.replaceChildren(...found.map((each, at) => {
    const item = document.createElement('li');
    item.id = `found-${at}`;
    item.setAttribute('role', 'option');
    item.dataset.address = each.address;
    const text = document.createElement('span');
    text.dir = 'auto';
    text.textContent = each.text;
    const note = document.createElement('span');
    note.className = 'row-note';
    note.textContent = each.kind;
    item.append(text, note);
    return item;
  }));
  choose(0);
}

function choose(at) {
  const items = [...list.children];
  items.forEach((each, index) => each.setAttribute('aria-selected', index === at));
  if (items[at]) { box.setAttribute('aria-activedescendant', items[at].id); items[at].scrollIntoView({ block: 'nearest' }); } else box.removeAttribute('aria-activedescendant');
}

const chosen = () => [...list.children].findIndex(each => each.getAttribute('aria-selected') === 'true');

if (dialog) {
  box.addEventListener('input', find);
  box.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') choose(Math.min(chosen() + 1, list.children.length - 1));
    else if (event.key === 'ArrowUp') choose(Math.max(chosen() - 1, 0));
    else if (event.key === 'Enter') { const item = list.children[chosen()]; if (item) location.href = item.dataset.address; }
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', event => { const item = event.target.closest('li'); if (item) location.href = item.dataset.address; });
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  document.addEventListener('click', event => { if (event.target.closest('[data-palette]')) open(); });
  document.addEventListener('keydown', event => {
    const isTyping = event.target.matches('input, textarea, select, [contenteditable]');
    if ((event.key === '/' && !isTyping) || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))) { event.preventDefault(); open(); }
  });
}
