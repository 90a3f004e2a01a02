import { ANSWER_FIELDS, isName } from "@despliega/storage";

import { repeated } from "../../model/check/repeated.js";
import { OBSERVATION_COLUMNS } from "../../model/statement-contract.js";

/** Gives names that no other column of the released tables and no field of an answer has. */
export interface Namer {
  /** The name nearest to a text that is free; it is taken from then on. */
  readonly take: (text: string) => string;
}

/** A namer that has given no name yet. */
export const createNamer = (): Namer => {
  const taken: string[] = [...OBSERVATION_COLUMNS, ...ANSWER_FIELDS];
  const isFree = (name: string): boolean => repeated([...taken, name]).length === 0;
  return {
    take: (text) => {
      const base = nameFrom(text);
      let name = base;
      for (let place = 2; !isFree(name); place++) name = `${base}_${place}`;
      taken.push(name);
      return name;
    },
  };
};

/** Bytes of a name, so that a suffix still fits. */
const MOST = 100;

/** A text as a name: `Body Mass (g)` becomes `Body_Mass_g`. */
export const nameFrom = (text: string): string => {
  let name = text
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, "_")
    .replace(/^[^\p{L}]+/u, (start) =>
      /\p{Nd}/u.test(start) ? `n${start.replace(/^_+/, "")}` : "",
    )
    .replace(/_+$/, "");
  while (Buffer.byteLength(name) > MOST) name = Array.from(name).slice(0, -1).join("");
  return isName(name) ? name : "column";
};

/** A file's name as the name of a table: `Clientes 2024.csv` becomes `clientes_2024`. */
export const tableFrom = (file: string): string =>
  nameFrom(file.replace(/\.(?:csv|tsv|txt|parquet|gz)\b/gi, "")).toLowerCase();

/** A file's name as the name of a data set. */
export const datasetFrom = (file: string, parquet: boolean): string => {
  const plain = file
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z0-9_.-]+/g, "")
    .replace(/\.{2,}/g, ".")
    .replace(/^[^a-z0-9]+/, "")
    .slice(-80);
  return /^[a-z0-9]/.test(plain) ? plain : `table.${parquet ? "parquet" : "csv"}`;
};

/** The text that differs in the fewest letters, where that is few; undefined where none is near. */
export const nearest = (text: string, known: readonly string[]): string | undefined => {
  const near = known
    .map((name) => ({ name, steps: distance(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, steps }) => steps <= Math.max(2, name.length / 3))
    .toSorted((one, other) => one.steps - other.steps);
  return near[0]?.name;
};

/** Letters to insert, delete or replace (Levenshtein, 1966). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min(
          row[j]! + 1,
          next[j - 1]! + 1,
          row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length]!;
};
