import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Draws a whole number from 0 to `limit` − 1. */
export type Draw = (limit: number) => number;

/** The finaliser of MurmurHash3, which lets every bit of the input reach every bit of the output. */
const mix = (word: number): number => {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/**
 * A random generator that follows from a seed and the number of the stream alone, so that any stream can be repeated
 * without those before it.
 *
 * @param seed a whole number, of which the lowest 32 bits count
 */
export const drawStream = (seed: number, stream: number): Draw => {
  const a = mix(seed ^ 0x9e3779b9);
  const b = mix(a ^ 0x7f4a7c15);
  const generator = xoroshiro128plusFromState([mix(b ^ stream), mix(a ^ stream), a, b]);
  return (limit) => Math.floor(((generator.next() >>> 0) / 2 ** 32) * limit);
};
