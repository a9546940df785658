import { html, type TemplateResult } from 'lit-html';

const THEMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;
type Theme = keyof typeof THEMES;
const KEPT_AS = 'llm-semantic-cache-theme';

/** Charts draw themselves anew when they hear it. */
export const THEME_CHANGED = 'theme-changed';

export function applyTheme(): void {
  const theme = chosen();
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  window.dispatchEvent(new Event(THEME_CHANGED));
}

export function themeChoice(): TemplateResult {
  const change = (event: Event): void => {
    localStorage.setItem(KEPT_AS, (event.target as HTMLSelectElement).value);
    applyTheme();
  };
  return html`<label class="theme">
    <span>Colours</span>
    <select @change=${change}>
      ${Object.entries(THEMES).map(
        ([theme, words]) => html`<option value=${theme} ?selected=${theme === chosen()}>${words}</option>`,
      )}
    </select>
  </label>`;
}

function chosen(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}
