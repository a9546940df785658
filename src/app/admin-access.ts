import type { AccessRules } from '../admin/access';
import type { AdminSettings } from '../config/settings';
import type { Right } from '../core/access';
import { ConfigurationError } from '../core/errors';
import { readAdminToken } from './admin-token';

/** @throws ConfigurationError when a token file cannot be used, or two hold the same token */
export function adminAccess(settings: AdminSettings): Pick<AccessRules, 'tokens' | 'certificates'> {
  const { tokenFile, readTokenFile, viewTokenFile, tls } = settings;
  const tokens = {
    ...(viewTokenFile !== undefined && { view: readAdminToken(viewTokenFile, 'admin.view-token-file') }),
    ...(readTokenFile !== undefined && { read: readAdminToken(readTokenFile, 'admin.read-token-file') }),
    ...(tokenFile !== undefined && { change: readAdminToken(tokenFile) }),
  };
  refuseEqual(tokens);
  const { readers = [], changers = [], clientCaFile } = tls ?? {};
  return { tokens, certificates: clientCaFile === undefined ? undefined : { readers, changers } };
}

/** Whoever has the lesser one would have the greater right. */
function refuseEqual(tokens: Readonly<Partial<Record<Right, string>>>): void {
  const all = Object.values(tokens);
  if (new Set(all).size === all.length) return;
  throw new ConfigurationError([
    'admin.token-file: must not hold the same token as read-token-file or view-token-file, nor those the same: each has its own right',
  ]);
}
