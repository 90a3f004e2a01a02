import { createHash } from "node:crypto";

/** A key that is the same in every run and looks like a random one. @param bytes up to 64 */
export const testKey = (name: string | number, bytes = 32): Buffer =>
  createHash("sha512").update(`key ${name}`).digest().subarray(0, bytes);
