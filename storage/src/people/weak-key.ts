import { SettingInvalid } from "../errors/errors.js";

/** The least number of bytes in a key: 256 bits. */
export const KEY_BYTES = 32;

/** A random key of 24 bytes has fewer different ones once in 10^21 keys. */
const LEAST_DIFFERENT = 8;

/**
 * Finds what makes a key one that can be guessed: too few bytes, the same byte all along, a pattern that repeats, steps of one
 * size.
 *
 * @param least bytes that it must have; 32 by default
 * @returns what a setting must hold instead, without a byte of the key; undefined for a good one
 */
export const weaknessOf = (key: Uint8Array, least = KEY_BYTES): string | undefined => {
  if (key.length < least) return `must be a key of at least ${least} bytes in base64`;
  const steps = key.map((byte, at) => byte - (key[at - 1] ?? 0)).subarray(1);
  const isWeak = new Set(key).size < LEAST_DIFFERENT || repeats(key) || repeats(steps);
  return isWeak
    ? "must be random, and not zero or a pattern: make it with openssl rand -base64 32"
    : undefined;
};

/** Whether a pattern fills all bytes, at least twice. */
const repeats = (bytes: Uint8Array): boolean => {
  for (let period = 1; 2 * period <= bytes.length; period++)
    if (bytes.every((byte, at) => at < period || byte === bytes[at - period])) return true;
  return false;
};

/**
 * Refuses one secret in two settings: who learns it from one place could use it in the other.
 *
 * @param settings the bytes of the secrets of each, by its name
 * @throws `SETTING_INVALID` that names both
 */
export const refuseSharedKeys = (
  settings: Readonly<Record<string, readonly Uint8Array[]>>,
): void => {
  const all = Object.entries(settings);
  for (const [at, [name, keys]] of all.entries())
    for (const [other, others] of all.slice(0, at))
      if (keys.some((key) => others.some((one) => Buffer.from(one).equals(key))))
        throw new SettingInvalid({
          name,
          problem: `must not hold a key of ${other}: make one of its own with openssl rand -base64 32`,
        });
};
