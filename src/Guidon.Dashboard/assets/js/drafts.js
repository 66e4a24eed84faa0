// What somebody types into a form outlives the page: a reload, a restarted server, a wrong click. Kept in this tab only, gone when it is saved.
import { replacePage, waitForServer } from './live.js';

const keyOf = form => `guidon:${location.pathname}:${form.dataset.draft}`;
const fieldsOf = form => [...form.elements].filter(each => each.name && !['hidden', 'password', 'submit', 'button'].includes(each.type));
const isSecret = element => element.closest('[data-secret]') !== null;

function remember(form) {
  const values = fieldsOf(form).filter(each => !isSecret(each)).map(each => [each.name, each.type === 'checkbox' ? each.checked : each.value]);
  sessionStorage.setItem(keyOf(form), JSON.stringify({ mark: form.dataset.mark ?? '', values }));
  show(form, true);
}

function show(form, dirty) {
  const note = form.querySelector('[data-dirty]');
  if (note) note.hidden = !dirty;
}

function restore(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept || form.querySelector('[role=alert]')) return;
  const { mark, values } = JSON.parse(kept);
  const fields = fieldsOf(form).filter(each => !isSecret(each));
  // Another shape means that it was saved or changed elsewhere; then the server's version stands.
  if (mark !== (form.dataset.mark ?? '') || values.length !== fields.length || values.some(([name], at) => name !== fields[at].name)) { sessionStorage.removeItem(keyOf(form)); return; }
  values.forEach(([, value], at) => { if (fields[at].type === 'checkbox') fields[at].checked = value; else fields[at].value = value; });
  show(form, true);
}

for (const form of document.querySelectorAll('form[data-draft]')) restore(form);

document.addEventListener('input', event => {
  const form = event.target.form;
  if (form?.dataset.draft) remember(form);
});

document.addEventListener('click', event => {
  if (!event.target.closest('[data-discard]')) return;
  for (const form of document.querySelectorAll('form[data-draft]')) sessionStorage.removeItem(keyOf(form));
});

// Sent by hand, so that a server that is away costs nothing: the page stays as it is, and the form is sent when the server is back.
document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.dataset.draft || form.method !== 'post') return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = '1';
  const data = new URLSearchParams(new FormData(form, event.submitter ?? undefined));
  event.submitter?.setAttribute('aria-busy', 'true');
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: 'POST', body: data, headers: { 'X-Guidon-Live': '1' } });
      const next = answer.headers.get('X-Guidon-Go');
      const html = await answer.text();
      // Signed out meanwhile: the draft waits in this tab until somebody signed in again.
      if (answer.redirected && new URL(answer.url).pathname === '/ui/login') { location.href = `/ui/login?to=${encodeURIComponent(location.pathname)}`; return; }
      sessionStorage.removeItem(keyOf(form));
      if (next) { location.href = next; return; }
      replacePage(html);
      for (const again of document.querySelectorAll('form[data-draft]')) if (again.dataset.draft === form.dataset.draft) remember(again);
      return;
    } catch { await waitForServer(); }
  }
});
