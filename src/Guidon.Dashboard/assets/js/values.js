// Values are checked while they are typed, by the rules that the server goes by; YAML is checked when it is saved.
function problemOf(kind, text) {
  switch (kind) {
    case 'number': return /^(0|-?[1-9]\d{0,18})$/.test(text.trim()) ? '' : 'A whole number is needed, for example 25.';
    case 'boolean': return ['true', 'false'].includes(text.trim()) ? '' : 'Write true or false.';
    case 'json':
      try { JSON.parse(text); return ''; } catch (error) { return `This is not JSON: ${error.message}`; }
    default: return '';
  }
}

function check(editor) {
  const [kind, area, note, pretty] = [editor.querySelector('select'), editor.querySelector('textarea'), editor.querySelector('.value-problem'), editor.querySelector('[data-pretty]')];
  const problem = kind.value === 'none' ? '' : problemOf(kind.value, area.value);
  note.textContent = problem;
  area.toggleAttribute('aria-invalid', false);
  if (problem) area.setAttribute('aria-invalid', 'true');
  area.hidden = kind.value === 'none';
  pretty.hidden = kind.value !== 'json' || problem !== '';
}

function share(group) {
  const parts = [...group.querySelectorAll('.percent input')].map(each => Number(each.value.replace(',', '.')) || 0);
  group.querySelector('[data-control]').value = Math.round((100 - parts.reduce((sum, each) => sum + each, 0)) * 1e6) / 1e6;
}

document.addEventListener('input', event => {
  const editor = event.target.closest('[data-value-editor]');
  if (editor) check(editor);
  const weight = event.target.closest('.weight');
  if (!weight) return;
  const [slider, text] = [weight.querySelector('[data-slider]'), weight.querySelector('.percent input')];
  if (event.target === slider) text.value = slider.value; else slider.value = text.value;
  share(weight.closest('[data-weights]'));
});

document.addEventListener('click', event => {
  const button = event.target.closest('[data-pretty]');
  if (!button) return;
  const area = button.closest('[data-value-editor]').querySelector('textarea');
  area.value = JSON.stringify(JSON.parse(area.value), null, 2);
  area.rows = Math.min(area.value.split('\n').length, 16);
  area.dispatchEvent(new Event('input', { bubbles: true }));
});

const checkAll = () => { for (const editor of document.querySelectorAll('[data-value-editor]')) check(editor); };
document.addEventListener('guidon:swapped', checkAll);
checkAll();
