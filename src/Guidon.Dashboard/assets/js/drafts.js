// What somebody types into a form outlives the page: a reload, a restarted server, a wrong click. Kept in this tab only, gone when it is saved.
import { replacePage, say, waitForServer } from './live.js';

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
  // Somebody changed it meanwhile: the draft over that would take it back unseen, so the server's version stands.
  if (mark !== (form.dataset.mark ?? '') || values.length !== fields.length || values.some(([name], at) => name !== fields[at].name)) {
    sessionStorage.removeItem(keyOf(form));
    say('This was changed since you wrote here. What you had not saved was left out.', true);
    return;
  }
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
  const [answer, html] = await post(form.action, data);
  const next = answer?.headers.get('X-Guidon-Go');
  // Signed out meanwhile: the draft waits in this tab until somebody signed in again.
  if (answer?.redirected && new URL(answer.url).pathname === '/ui/login') { location.href = `/ui/login?to=${encodeURIComponent(location.pathname)}`; return; }
  if (next) { sessionStorage.removeItem(keyOf(form)); location.href = next; return; }
  if (answer && replacePage(html)) {
    sessionStorage.removeItem(keyOf(form));
    const isSaved = answer.ok && event.submitter?.value === 'save';
    for (const again of document.querySelectorAll('form[data-draft]')) {
      if (again.dataset.draft !== form.dataset.draft) restore(again);
      else if (!isSaved) remember(again);
    }
    return;
  }
  // No page: a proxy's answer, or too much at once. The draft stays, and the person decides when to send it again.
  say(answer ? `Nothing was saved: the server answered ${answer.status}. What you wrote is still here.` : 'Nothing was saved: the connection broke each time. What you wrote is still here.', true);
  event.submitter?.removeAttribute('aria-busy');
  delete form.dataset.sending;
});

// A server that is away is waited for. One that is there and breaks the connection again and again does not want this form.
async function post(address, body) {
  for (let tries = 0; tries < 5; tries++) {
    try {
      const answer = await fetch(address, { method: 'POST', body, headers: { 'X-Guidon-Live': '1' } });
      return [answer, await answer.text()];
    } catch { await waitForServer(); }
  }
  return [null, ''];
}
