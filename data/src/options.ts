import { parseArgs } from "node:util";

import { UsageError } from "./errors.js";
import type { Generator, Options } from "./generator.js";

/** A generator and what it is asked for. */
export interface Asked {
  readonly generator: Generator;
  readonly options: Options;
}

type Catalogue = Readonly<Record<string, Generator>>;

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
};

/** The model that is named, or the first. */
const modelOf = (names: readonly string[], catalogue: Catalogue): string => {
  const models = Object.keys(catalogue);
  const [name = models[0]!, ...others] = names;
  if (models.includes(name) && others.length === 0) return name;
  throw new UsageError(`${names.join(" ")} is not a model: name one of ${models.join(", ")}`);
};

const text = { type: "string" } as const;

const parse = (args: readonly string[], catalogue: Catalogue) => {
  const counts = Object.values(catalogue).map(({ counted }) => [counted, text] as const);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(counts),
        seed: { ...text, default: "1" },
        out: text,
        include: text,
        help: { type: "boolean", default: false },
      },
    });
    return { values: new Map(Object.entries(values)), positionals };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${message.split(/\.\s|\n/)[0]}: see --help`, { cause });
  }
};

/** Reads the command line; `undefined` when it asks for help. */
export const readOptions = (args: readonly string[], catalogue: Catalogue): Asked | undefined => {
  const { values, positionals } = parse(args, catalogue);
  if (values.get("help") === true) return undefined;
  const model = modelOf(positionals, catalogue);
  const generator = catalogue[model]!;
  const { counted, most, includes } = generator;
  const own = new Set([counted, "seed", "out", "help", ...(includes ? ["include"] : [])]);
  const foreign = [...values.keys()].find((name) => !own.has(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} is not for ${model}: see --help`);
  const given = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const [count, out] = [given(counted), given("out")];
  if (count === undefined)
    throw new UsageError(`--${counted} is missing: say how many ${counted} to make`);
  if (out === undefined) throw new UsageError("--out is missing: say where to write, see --help");
  return {
    generator,
    options: {
      count: wholeNumber(`--${counted}`, count, 1, most),
      seed: wholeNumber("--seed", given("seed")!, 0, 2 ** 32 - 1),
      out,
      include: given("include"),
    },
  };
};
