import { html, type TemplateResult } from 'lit-html';

/** What picks entries, by the names that the server has for it. */
export const FILTERS = [
  { name: 'policy', words: 'Policy', hint: 'its name' },
  { name: 'model', words: 'Model', hint: 'as in the request' },
  { name: 'tag', words: 'Tag', hint: 'of an import' },
  { name: 'older-than', words: 'Older than', hint: '30m, 1h, 7d' },
  { name: 'partition', words: 'Partition', hint: 'as explain shows it' },
  { name: 'id', words: 'Id', hint: 'of the entry' },
] as const;

export function textField(name: string, words: string, hint: string): TemplateResult {
  return html`<label>
    <span>${words}</span>
    <input name=${name} type="text" placeholder=${hint} autocomplete="off" spellcheck="false" />
  </label>`;
}

/** What was filled in; an empty field means nothing. */
export function given(form: HTMLFormElement): URLSearchParams {
  const fields = [...new FormData(form)].flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [[name, text]];
  });
  return new URLSearchParams(fields);
}
