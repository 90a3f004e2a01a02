import { spawnSync } from "node:child_process";

const SCRIPT = 'mount -t tmpfs -o size="$0" tmpfs "$1" && shift && exec "$@"';

/**
 * A command that runs another with a disk of its own on a directory, which is gone when the other ends.
 *
 * @param bytes that the disk holds, in whole pages of 4 KiB
 */
export const onSmallDisk = (directory: string, bytes: number): readonly string[] => [
  "unshare",
  "--map-root-user",
  "--mount",
  "sh",
  "-c",
  SCRIPT,
  String(bytes),
  directory,
];

/** Why there can be no small disk here; undefined when there can. */
export const noSmallDisk = (directory: string): string | undefined => {
  const [command = "", ...args] = onSmallDisk(directory, 4_096);
  const { status, error } = spawnSync(command, [...args, "true"]);
  return status === 0
    ? undefined
    : `this system lets nobody mount a disk of their own (unshare: ${error?.message ?? status})`;
};
