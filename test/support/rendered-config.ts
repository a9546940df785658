import { join } from 'node:path';
import type { Values } from './chart';

/** Sections of the cache's configuration, as the chart makes it. */
export interface RenderedConfig extends Values {
  readonly listen: Values;
  readonly admin: Values;
  readonly store: Values;
}

/**
 * A rendered configuration for startServer, which chooses the addresses, with a store in the test's folder. All else is as it was.
 * @param annotationsFile stands for the volume with the pod's annotations; none: they are not looked at
 */
export function placedConfig(config: RenderedConfig, dir: string, annotationsFile?: string): Values {
  return {
    ...config,
    listen: without(config.listen, 'address'),
    admin: without(config.admin, 'address'),
    store: { ...config.store, path: join(dir, 'store') },
    annotations: annotationsFile === undefined ? undefined : { file: annotationsFile },
  };
}

function without(section: Values, key: string): Values {
  return Object.fromEntries(Object.entries(section).filter(([name]) => name !== key));
}
