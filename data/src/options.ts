import { parseArgs } from "node:util";
import { UsageError } from "./errors.js";

export const HELP = `Writes a generated loan history as CSV: about 21 loans a user, the same bytes for the same options.

Usage: npm run generate -- --users N --out FILE [--seed S] [--include FILE]

  --users N       how many users to make, from 1 to 2000000
  --out FILE      where to write; - for standard output
  --seed S        another seed makes other users, from 0 to 4294967295 (default 1)
  --include FILE  a CSV file with the same columns whose rows are mixed in; its users are not made again
  --help          show this text
`;

/** What the command line asks for. */
export interface Options {
  readonly users: number;
  readonly seed: number;
  /** A path, or `-` for standard output. */
  readonly out: string;
  readonly include: string | undefined;
}

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        users: { type: "string" },
        seed: { type: "string", default: "1" },
        out: { type: "string" },
        include: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${message.split(/\.\s|\n/)[0]}: see --help`, { cause });
  }
};

/** Reads the command line; `undefined` when it asks for help. */
export const readOptions = (args: readonly string[]): Options | undefined => {
  const { users, seed, out, include, help } = parse(args);
  if (help) return undefined;
  if (users === undefined) throw new UsageError("--users is missing: say how many users to make");
  if (out === undefined)
    throw new UsageError("--out is missing: say which file to write, or - for standard output");
  return {
    users: wholeNumber("--users", users, 1, 2_000_000),
    seed: wholeNumber("--seed", seed, 0, 2 ** 32 - 1),
    out,
    include,
  };
};
