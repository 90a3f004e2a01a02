import type { Random } from "../random.js";
import { inventedName, pick } from "../words.js";

const ADJECTIVES = [
  "Amber",
  "Borrowed",
  "Crooked",
  "Distant",
  "Forgotten",
  "Gilded",
  "Hollow",
  "Invisible",
  "Last",
  "Naïve",
  "Paper",
  "Silent",
];
const NOUNS = [
  "Archive",
  "Bridge",
  "Café",
  "Cartographer",
  "Clockmaker",
  "Garden",
  "Harbor",
  "Lighthouse",
  "Orchard",
  "Parade",
  "Tunnel",
  "Winter",
];

type Pattern = (place: string, adjective: string, noun: string) => string;

const PATTERNS: readonly Pattern[] = [
  (place, _, noun) => `The ${noun} of ${place}`,
  (place, adjective, noun) => `The ${adjective} ${noun} of ${place}`,
  (place, adjective) => `${adjective} ${place}`,
  (place, _, noun) => `${place}'s ${noun}`,
  (place, _, noun) => `Goodbye, ${place} ${noun}`,
  (place, adjective, noun) => `${place}: The ${adjective} ${noun}`,
];

/** A title around the name of a place that does not exist; some have commas, accents, colons and apostrophes. */
export const drawTitle = (random: Random): string =>
  pick(PATTERNS, random)(inventedName(random), pick(ADJECTIVES, random), pick(NOUNS, random));

const SPELLINGS: readonly ((title: string) => string)[] = [
  (title) => title.toUpperCase(),
  (title) => title.normalize("NFD").replace(/\p{M}/gu, ""),
  (title) => title.replace(/[:,]/g, " -"),
  (title) => `  ${title.replaceAll(" ", "  ")} `,
  (title) => `${title}\u00a0`,
];

/** The title as another source might write it: in capitals, without accents, with other punctuation or spaces. */
export const respelled = (title: string, random: Random): string => pick(SPELLINGS, random)(title);
