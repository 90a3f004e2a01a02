import type { Random } from "./random.js";

const ONSETS = ["b", "br", "d", "f", "g", "k", "l", "m", "n", "pr", "r", "s", "t", "tr", "v", "z"];
const VOWELS = ["a", "e", "i", "o", "u", "ae", "io"];
const CODAS = ["", "", "l", "n", "r", "s", "th", "x"];

/** One of the elements, all of them equally likely. */
export const pick = <T>(from: readonly T[], random: Random): T => from[random.below(from.length)]!;

/** A name of two or three syllables that belongs to nobody and to no place. */
export const inventedName = (random: Random): string => {
  const syllables = Array.from({ length: 2 + random.below(2) }, () =>
    [ONSETS, VOWELS].map((part) => pick(part, random)).join(""),
  );
  const name = syllables.join("") + pick(CODAS, random);
  return name[0]!.toUpperCase() + name.slice(1);
};
