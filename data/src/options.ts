import { Command, CommanderError } from "commander";

import { UsageError } from "./errors.js";
import type { Generator, Options } from "./generator.js";

/** A generator with its options. */
export interface Generation {
  readonly generator: Generator;
  readonly options: Options;
}

type Catalogue = Readonly<Record<string, Generator>>;

const MOST_SEED = 2 ** 32 - 1;

/**
 * Reads the command line; undefined when it asks for help, which is on standard output then.
 *
 * @param args without the program and its file
 * @throws UsageError
 */
export const readOptions = (
  args: readonly string[],
  catalogue: Catalogue,
): Generation | undefined => {
  const program = commandLine(catalogue);
  try {
    program.parse(args, { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return undefined;
    const [message] = cause.message.replace(/^error: /, "").split("\n");
    throw new UsageError(`${message}: see --help`, { cause });
  }
  return generationOf(program, catalogue);
};

const commandLine = (catalogue: Catalogue): Command => {
  const generators = Object.entries(catalogue);
  const program = new Command("npm run generate --")
    .description("Writes generated input for a model as CSV: the same bytes for the same options.")
    .argument("[model...]", `one of ${generators.map(([model]) => model).join(", ")}`, [
      generators[0]![0],
    ])
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const [model, { counted, most }] of generators)
    program.option(`--${counted} <n>`, `for ${model}: how many to make, from 1 to ${most}`);
  return program
    .option("--out <place>", "where to write; where one file is written, - is standard output")
    .option("--seed <n>", `another seed makes other rows, from 0 to ${MOST_SEED}`, "1")
    .option("--include <file>", "a CSV file with the same columns whose rows are mixed in")
    .addHelpText("after", ["", ...generators.map(helpOf)].join("\n"));
};

const helpOf = ([model, { counted, out, includes, writes }]: [string, Generator]): string =>
  `npm run generate -- ${model} --${counted} N --out ${out} [--seed S]${includes ? " [--include FILE]" : ""}\n  ${writes}`;

const generationOf = (program: Command, catalogue: Catalogue): Generation => {
  const model = modelOf(program.processedArgs[0] as readonly string[], catalogue);
  const generator = catalogue[model]!;
  const { counted, most, includes } = generator;
  const given = program.opts<Readonly<Record<string, string>>>();
  const own = new Set([counted, "seed", "out", ...(includes ? ["include"] : [])]);
  const foreign = Object.keys(given).find((name) => !own.has(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} is not for ${model}: see --help`);
  const { [counted]: count, seed = "", out, include } = given;
  if (count === undefined)
    throw new UsageError(`--${counted} is missing: say how many ${counted} to make`);
  if (out === undefined) throw new UsageError("--out is missing: say where to write, see --help");
  return {
    generator,
    options: {
      count: wholeNumber(`--${counted}`, count, 1, most),
      seed: wholeNumber("--seed", seed, 0, MOST_SEED),
      out,
      include,
    },
  };
};

const modelOf = (names: readonly string[], catalogue: Catalogue): string => {
  const models = Object.keys(catalogue);
  const [name, ...others] = names;
  if (name !== undefined && models.includes(name) && others.length === 0) return name;
  throw new UsageError(`${names.join(" ")} is not a model: name one of ${models.join(", ")}`);
};

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${name} must be a whole number from ${least} to ${most}`);
};
