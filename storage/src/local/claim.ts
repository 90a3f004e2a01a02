import { readdir } from "node:fs/promises";

/**
 * A keeper's claim on a directory: a file in it, whose name holds these fields. The claim is valid as long as the keeper
 * listens on the port and answers with the nonce, which ends with its process. Where the keeper cannot be reached, the
 * heartbeat in the file shows whether it lives.
 */
export interface Claim {
  readonly file: string;
  readonly pid: number;
  readonly port: number;
  /** The place where process id and port are valid, as `ownPlace` has it. */
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
