// Regions of a page are replaced by the same regions of another answer: after a form, while a filter is typed, and while a page is watched.
// The server renders whole pages only; there is no second way to render anything.
const parser = new DOMParser();

export function swap(html, only) {
  const fresh = parser.parseFromString(html, 'text/html');
  for (const region of document.querySelectorAll('[data-region]')) {
    if (only && !only.includes(region.id)) continue;
    const next = fresh.getElementById(region.id);
    if (!next || next.innerHTML === region.innerHTML) continue;
    const focused = region.contains(document.activeElement) ? nameOf(region, document.activeElement) : null;
    const open = [...region.querySelectorAll('details[open][id]')].map(each => each.id);
    region.replaceChildren(...next.childNodes);
    for (const id of open) { const again = document.getElementById(id); if (again) again.open = true; }
    if (focused) region.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')[focused.at]?.focus();
    region.dispatchEvent(new CustomEvent('guidon:swapped', { bubbles: true }));
  }
}

/** The whole content, where the answer to a form is a page with what was wrong. */
export function replacePage(html) {
  const fresh = parser.parseFromString(html, 'text/html');
  const main = document.getElementById('main');
  main.replaceChildren(...fresh.getElementById('main').childNodes);
  document.getElementById('toasts')?.replaceChildren(...(fresh.getElementById('toasts')?.childNodes ?? []));
  document.title = fresh.title;
  main.focus();
  scrollTo(0, 0);
  main.dispatchEvent(new CustomEvent('guidon:swapped', { bubbles: true }));
}

function nameOf(region, element) {
  return { at: [...region.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].indexOf(element) };
}

export function say(text, isProblem) {
  const toast = document.createElement('div');
  toast.className = isProblem ? 'toast problem' : 'toast';
  toast.dataset.toast = '';
  toast.append(text);
  document.getElementById('toasts').replaceChildren(toast);
}

// Until the server is back. Nothing on the page is touched meanwhile.
let waiting = null;
export function waitForServer() {
  if (waiting) return waiting;
  say('The server cannot be reached. What you wrote is still here.', true);
  waiting = (async () => {
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, 500));
      try {
        if ((await fetch('/health/ready', { cache: 'no-store' })).ok) break;
      } catch { /* still away: that is what we wait for */ }
    }
    waiting = null;
    say('The server is back.', false);
  })();
  return waiting;
}

async function send(form, button) {
  const data = new FormData(form, button ?? undefined);
  const flips = button?.getAttribute('role') === 'switch';
  const before = button?.getAttribute('aria-checked');
  if (flips) button.setAttribute('aria-checked', before === 'true' ? 'false' : 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data), headers: { 'X-Guidon-Live': '1' } });
    const next = answer.headers.get('X-Guidon-Go') ?? (answer.redirected ? answer.url : null);
    if (next) { location.href = next; return; }
    swap(await answer.text());
  } catch {
    if (flips) button.setAttribute('aria-checked', before);
    await waitForServer();
  }
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('[data-live]')) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = '1';
  send(form, event.submitter).finally(() => delete form.dataset.sending);
});

let latest = 0;
let pause;
async function filter(form) {
  const address = new URL(form.action || location.href);
  address.search = new URLSearchParams(new FormData(form)).toString();
  const mine = ++latest;
  try {
    const answer = await fetch(address, { headers: { 'X-Guidon-Live': '1' } });
    const html = await answer.text();
    if (mine !== latest) return;   // a later keystroke asked meanwhile
    history.replaceState(null, '', address);
    swap(html, [form.dataset.filter]);
  } catch { await waitForServer(); }
}

document.addEventListener('input', event => {
  const form = event.target.closest('form[data-filter]');
  if (!form) return;
  clearTimeout(pause);
  pause = setTimeout(() => filter(form), 60);
});
document.addEventListener('submit', event => {
  if (event.target.matches('form[data-filter]')) { event.preventDefault(); filter(event.target); }
});

// What is watched is asked for again while somebody looks at it.
async function watch() {
  const watched = [...document.querySelectorAll('[data-watch]')];
  if (watched.length && !document.hidden && !waiting) {
    try {
      const answer = await fetch(location.href, { headers: { 'X-Guidon-Live': '1' }, cache: 'no-store' });
      if (answer.ok && !answer.redirected) swap(await answer.text(), watched.filter(each => !each.contains(document.activeElement) || document.activeElement.matches('summary, a')).map(each => each.id));
    } catch { await waitForServer(); }
  }
  setTimeout(watch, 2000);
}
setTimeout(watch, 2000);
