import { isLoopback } from "./authentication/loopback.js";

/** Whether a host header names this server. */
export type HostCheck = (host: string | undefined) => boolean;

/**
 * Makes the check of hosts for a server that answers every caller. A page in a browser reaches it too, once the
 * name of its site leads to this address; but the browser then sends that name.
 *
 * @param allowed names beside those of loopback, without ports
 */
export const hostCheckOf = (allowed: readonly string[]): HostCheck => {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  let known: string | undefined;
  return (host) => {
    // Nearly all requests name the same host; one of HTTP/1.0 names none, and no browser speaks it.
    if (host === known || host === undefined) return true;
    const name = host.replace(/:\d*$/, "").toLowerCase();
    if (!isLoopback(name) && !names.has(name)) return false;
    known = host;
    return true;
  };
};
