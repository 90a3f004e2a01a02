import { readdir } from "node:fs/promises";

/**
 * A keeper's claim on a directory, as the name of a file in it. It is valid as long as the keeper listens on the port
 * and gives the nonce; the system ends that with the process, however it ends. Where the keeper cannot be reached, the
 * file's content shows by its heartbeat that it lives.
 */
export interface Claim {
  readonly file: string;
  readonly pid: number;
  readonly port: number;
  /** Where the process id and the port mean something. */
  readonly place: string;
  readonly nonce: string;
}

/** The claim of a keeper. */
export const claimOf = (pid: number, port: number, place: string, nonce: string): Claim => ({
  file: `store-${pid}-${port}-${place}-${nonce}`,
  pid,
  port,
  place,
  nonce,
});

const FILE = /^store-(\d+)-(\d+)-([0-9a-f]{16})-([0-9a-f]{16})$/;

/** The claims in a directory, valid or not. */
export const claimsIn = async (directory: string): Promise<readonly Claim[]> => {
  const names = await readdir(directory);
  return names.flatMap((name) => {
    const [, pid, port, place, nonce] = FILE.exec(name) ?? [];
    return place === undefined || nonce === undefined
      ? []
      : [claimOf(Number(pid), Number(port), place, nonce)];
  });
};
