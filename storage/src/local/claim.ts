import { readdir } from "node:fs/promises";

/**
 * A keeper's claim on a directory, as the name of an empty file in it. It is valid as long as the keeper listens on the
 * port and gives the nonce; the system ends that with the process, however it ends.
 */
export interface Claim {
  readonly file: string;
  readonly pid: number;
  readonly port: number;
  readonly nonce: string;
}

/** The claim of a keeper. */
export const claimOf = (pid: number, port: number, nonce: string): Claim => ({
  file: `store-${pid}-${port}-${nonce}`,
  pid,
  port,
  nonce,
});

/** The claims in a directory, valid or not. */
export const claimsIn = async (directory: string): Promise<readonly Claim[]> => {
  const names = await readdir(directory);
  return names.flatMap((name) => {
    const [, pid, port, nonce] = /^store-(\d+)-(\d+)-([0-9a-f]{16})$/.exec(name) ?? [];
    return nonce === undefined ? [] : [claimOf(Number(pid), Number(port), nonce)];
  });
};
