import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Identifies the place of this process, as 16 hexadecimal digits. Processes of one place reach each other at 127.0.0.1 and
 * see each other's ids. Containers that share a directory, and machines that mount it, are different places.
 *
 * On Linux a place is one boot of a kernel, one process namespace and one network namespace (namespaces(7)). Elsewhere it
 * is a host. The digits are the start of a SHA-256, so that no file name shows the name of a host.
 */
export const ownPlace = (): string => {
  const names = [
    textOr(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"), hostname()),
    textOr(() => readlinkSync("/proc/self/ns/pid"), ""),
    textOr(() => readlinkSync("/proc/self/ns/net"), ""),
  ];
  return createHash("sha256").update(names.join("\0")).digest("hex").slice(0, 16);
};

const textOr = (read: () => string, otherwise: string): string => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};
