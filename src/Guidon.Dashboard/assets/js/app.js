// Pages and forms work without scripts, the palette does not; what follows makes it quicker and keeps what was typed.
import './live.js';
import './drafts.js';
import './values.js';
import './palette.js';
import './sorting.js';

const root = document.documentElement;

function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  document.cookie = `guidon_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
}

async function copy(button) {
  const text = button.closest('.snippet, [data-copied]').querySelector('code').textContent;
  await navigator.clipboard.writeText(text);
  button.querySelector('.hidden').textContent = 'Copied';
}

document.addEventListener('click', event => {
  const at = selector => event.target.closest(selector);
  if (at('[data-theme-switch]')) switchTheme();
  if (at('[data-copy]')) copy(at('[data-copy]'));
  if (at('[data-close]')) at('[data-toast]').remove();
  if (at('[data-menu]')) {
    const open = document.getElementById('nav').classList.toggle('open');
    at('[data-menu]').setAttribute('aria-expanded', open);
  }
  // A menu closes when something else is clicked.
  for (const menu of document.querySelectorAll('details.picker[open]')) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') for (const menu of document.querySelectorAll('details.picker[open]')) { menu.open = false; menu.querySelector('summary').focus(); }
});

document.addEventListener('change', event => {
  if (!event.target.matches('[data-language]')) return;
  for (const part of event.target.closest('[data-snippets]').querySelectorAll('[data-snippet]')) part.hidden = part.dataset.snippet !== event.target.value;
});

export function localTimes(place) {
  for (const time of place.querySelectorAll('time[datetime]:not([title])')) {
    const at = new Date(time.dateTime);
    time.title = time.textContent + ' UTC';
    time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  }
}

document.addEventListener('guidon:swapped', event => localTimes(event.target));
localTimes(document);
root.dataset.ready = 'true';
