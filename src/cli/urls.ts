import { formatAddress } from '../config/schema/address';
import type { TcpAddress } from '../config/settings';
import { CommandError } from './command-error';

/** `undefined` when the flag is not given. @throws CommandError when it holds no URL */
export function optionalUrl(flag: string, value: unknown, example: string): string | undefined {
  return value === undefined ? undefined : urlOf(flag, value, example);
}

/** What a flag holds, without slashes at the end. @throws CommandError when it holds no URL */
export function urlOf(flag: string, value: unknown, example: string): string {
  if (typeof value !== 'string' || !URL.canParse(value) || !/^https?:/.test(value)) {
    throw new CommandError(`wrong usage: --${flag} must be a URL such as ${example}`, 2);
  }
  return value.replace(/\/+$/, '');
}

/** Where the admin server of a configuration is found on this machine. */
export function adminUrl(address: TcpAddress, secure: boolean): string {
  return `${secure ? 'https' : 'http'}://${formatAddress(reachable(address))}`;
}

/** Of a server that listens on all addresses, the one of this machine. */
function reachable(address: TcpAddress): TcpAddress {
  if (address.host === '0.0.0.0') return { ...address, host: '127.0.0.1' };
  return address.host === '::' ? { ...address, host: '::1' } : address;
}
