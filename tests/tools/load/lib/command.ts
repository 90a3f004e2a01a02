import { parseArgs } from "node:util";

/** A command that sends a load: what it takes are counts, each with a default. */
export interface LoadCommand {
  readonly usage: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Returns the text to print and what went wrong. */
  readonly run: (
    counts: Readonly<Record<string, number>>,
    say: (line: string) => void,
  ) => Promise<{ readonly text: string; readonly faults: readonly string[] }>;
}

const countOf = (name: string, text: string): number => {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || value < 0)
    throw new Error(`--${name} takes a number`);
  return value;
};

const parse = (defaults: LoadCommand["counts"]): Record<string, number> | undefined => {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", default: false },
      ...Object.fromEntries(
        Object.keys(defaults).map((name) => [name, { type: "string" }] as const),
      ),
    },
  });
  const { help, ...given } = values as Record<string, string | boolean>;
  if (help === true) return undefined;
  const parsed = Object.entries(given).map(([name, text]) => [name, countOf(name, String(text))]);
  return { ...defaults, ...Object.fromEntries(parsed) } as Record<string, number>;
};

/** Runs a command; exit code 1 for a fault, 2 for a wrong argument. */
export const runCommand = async ({ usage, counts, run }: LoadCommand): Promise<void> => {
  try {
    const given = parse(counts);
    if (given === undefined) {
      process.stdout.write(`${usage}\n`);
      return;
    }
    const { text, faults } = await run(given, (line) => void process.stderr.write(`${line}\n`));
    process.stdout.write(`${text}\n`);
    for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    process.exitCode = 2;
  }
};
