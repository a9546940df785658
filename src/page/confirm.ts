/** What somebody is asked before something is done that cannot be undone. */
export interface Question {
  readonly title: string;
  readonly lines: readonly string[];
  /** Of the button that does it. */
  readonly yes: string;
  /** What has to be typed first. */
  readonly word?: string;
}

/** Asks in a dialog that the browser keeps the focus in. Resolves to false when it is left in any way. */
export function confirmed({ title, lines, yes, word }: Question): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'confirm-title');
  const form = document.createElement('form');
  form.method = 'dialog';
  const heading = element('h2', title);
  heading.id = 'confirm-title';
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  const cancel = element('button', 'Cancel');
  cancel.type = 'button';
  cancel.addEventListener('click', () => {
    dialog.close('no');
  });
  const go = element('button', yes);
  go.value = 'yes';
  go.className = 'danger';
  buttons.append(cancel, go);
  form.append(
    heading,
    ...lines.map((line) => element('p', line)),
    ...(word === undefined ? [] : [typed(word)]),
    buttons,
  );
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  if (word === undefined) cancel.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

/** A field that the browser takes as valid only with that word. */
function typed(word: string): HTMLElement {
  const label = document.createElement('label');
  const input = document.createElement('input');
  input.required = true;
  input.pattern = word;
  input.autocomplete = 'off';
  input.title = `Type "${word}"`;
  label.append(element('span', `Type "${word}" to go on`), input);
  return label;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
