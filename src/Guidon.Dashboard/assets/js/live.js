// Regions of a page are replaced by the same regions of another answer: after a form, while a filter is typed, and while a page is watched.
// The server renders whole pages only; there is no second way to render anything.
const parser = new DOMParser();

const places = 'a[href], button, input:not([type=hidden]), select, textarea, summary';

/** @param {string[]} [only] ids of the regions that are meant; all where it is left out. @param {Element} [sent] the form that was sent. */
export function swap(html, only, sent) {
  const fresh = parser.parseFromString(html, 'text/html');
  for (const region of document.querySelectorAll('[data-region]')) {
    if (only && !only.includes(region.id)) continue;
    const next = fresh.getElementById(region.id);
    if (!next || next.innerHTML === region.innerHTML) continue;
    if (sent && region.dataset.region === 'list') merge(region, next, sent); else put(region, next);
  }
  return fresh;
}

function put(region, next) {
  const at = region.contains(document.activeElement) ? [...region.querySelectorAll(places)].indexOf(document.activeElement) : -1;
  const open = [...region.querySelectorAll('details[open][id]')].map(each => each.id);
  for (const { name, value } of next.attributes) region.setAttribute(name, value);
  region.replaceChildren(...next.childNodes);
  for (const id of open) { const again = document.getElementById(id); if (again) again.open = true; }
  if (at >= 0) region.querySelectorAll(places)[at]?.focus();
  region.dispatchEvent(new CustomEvent('guidon:swapped', { bubbles: true }));
}

// A list of forms: what was typed into the others and not sent stays; what is gone goes, what is new comes where it belongs.
function merge(list, next, sent) {
  // A form's id property is its field of that name, where it has one.
  const idOf = item => item.getAttribute('id');
  for (const item of [...list.children]) if (![...next.children].some(each => idOf(each) === idOf(item))) item.remove();
  let before = null;
  for (const item of [...next.children]) {
    const here = [...list.children].find(each => idOf(each) === idOf(item));
    if (!here) { if (before) before.after(item); else list.prepend(item); item.dispatchEvent(new CustomEvent('guidon:swapped', { bubbles: true })); }
    else if (here.innerHTML !== item.innerHTML && (here.contains(sent) || !isTyped(here))) put(here, item);
    before = here ?? item;
  }
}

function isTyped(place) {
  return [...place.querySelectorAll('input, textarea, select')].some(field => {
    if (field.matches('select')) return field.selectedIndex !== Math.max(0, [...field.options].findIndex(each => each.defaultSelected));
    return field.matches('[type=checkbox], [type=radio]') ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  });
}

/** The whole content, where the answer to a form is a page with what was wrong. False where the answer is no page. */
export function replacePage(html) {
  const fresh = parser.parseFromString(html, 'text/html');
  const [main, next] = [document.getElementById('main'), fresh.getElementById('main')];
  if (!next) return false;
  main.replaceChildren(...next.childNodes);
  document.getElementById('toasts')?.replaceChildren(...(fresh.getElementById('toasts')?.childNodes ?? []));
  document.title = fresh.title;
  main.focus();
  scrollTo(0, 0);
  main.dispatchEvent(new CustomEvent('guidon:swapped', { bubbles: true }));
  return true;
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
  const flipBack = () => { if (flips) button.setAttribute('aria-checked', before); };
  if (flips) button.setAttribute('aria-checked', before === 'true' ? 'false' : 'true');
  let answer, html;
  try {
    answer = await fetch(form.action, { method: 'POST', body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data), headers: { 'X-Guidon-Live': '1' } });
    html = await answer.text();
  } catch {
    flipBack();
    await waitForServer();
    return;
  }
  const next = answer.headers.get('X-Guidon-Go') ?? (answer.redirected ? answer.url : null);
  if (next) { location.href = next; return; }
  const region = form.closest('#main [data-region]:not(#alarm)') ?? document.querySelector('#main [data-region]:not(#alarm)');
  const fresh = parser.parseFromString(html, 'text/html');
  if (answer.ok || (region && fresh.getElementById(region.id))) { swap(html, null, form); return; }
  // Another page, or none: what was asked for was not done, and nothing here would say so.
  flipBack();
  say(fresh.querySelector('#main .lead')?.textContent ?? `That did not work: the server answered ${answer.status}.`, true);
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
    swap(html, form.dataset.filter.split(' '));
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
