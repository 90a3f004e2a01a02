import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that are the same for the same seed. */
export interface Random {
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  /** True once in so many times. */
  once(times: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** So many picks, one after the other. */
  text(length: number, pieces: readonly string[]): string;
  bytes(length: number): Buffer;
}

// Spreads neighbouring seeds over all 32 bits; the finalizer of MurmurHash3.
const mix = (value: number): number => {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Makes the choices for one of many requests, so that each can be made again without those before it. */
export const randomOf = (seed: number, index: number): Random => {
  const generator = xoroshiro128plus(mix(mix(seed) ^ index));
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  const pick = <T>(items: readonly T[]): T => items[int(0, items.length - 1)]!;
  return {
    int,
    pick,
    once: (times) => int(1, times) === 1,
    text: (length, pieces) => Array.from({ length }, () => pick(pieces)).join(""),
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(0, 255))),
  };
};
