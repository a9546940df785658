import type { View } from './view.js';

/** Which view the address names: `#/entry/ID` is the view `entry` with the argument `ID`. */
export interface Router {
  current(): { readonly name: string; readonly view: View };
  /** @param changed called now (`moved` is false), and whenever the address becomes another */
  start(changed: (moved: boolean) => void): void;
}

/** @param views by name; '' is the one for the address without a name, and for those that are unknown */
export function createRouter(views: Readonly<Record<string, View>> & { readonly '': View }): Router {
  let name = '';

  function read(): void {
    const [wanted = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/');
    name = Object.hasOwn(views, wanted) ? wanted : '';
    current().view.enter?.(decoded(rest.join('/')));
  }

  function current(): { readonly name: string; readonly view: View } {
    return { name, view: views[name] ?? views[''] };
  }

  return {
    current,
    start(changed) {
      read();
      changed(false);
      window.addEventListener('hashchange', () => {
        // The skip link's address is a place on the page, no route.
        if (!location.hash.startsWith('#/') && location.hash !== '') return;
        read();
        changed(true);
      });
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
