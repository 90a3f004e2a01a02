import type { Generator } from "./generator.js";

/** The text that explains the command line. */
export const helpOf = (catalogue: Readonly<Record<string, Generator>>): string => {
  const generators = Object.entries(catalogue);
  const lines = [
    "Writes generated input for a model as CSV: the same bytes for the same options.",
    "",
    ...generators.map(
      ([model, { counted, out, includes }], i) =>
        `${i === 0 ? "Usage:" : "      "} npm run generate -- ${i === 0 ? `[${model}]` : model} --${counted} N --out ${out} [--seed S]${includes ? " [--include FILE]" : ""}`,
    ),
    "",
    ...generators.map(([model, { writes }]) => described(model, writes)),
    "",
    ...generators.map(([, { counted, most }]) =>
      described(`--${counted} N`, `how many ${counted} to make, from 1 to ${most}`),
    ),
    described("--out", "where to write; as a FILE, - is standard output"),
    described("--seed S", "another seed makes other rows, from 0 to 4294967295 (default 1)"),
    described("--include FILE", "a CSV file with the same columns whose rows are mixed in"),
    described("--help", "show this text"),
  ];
  return `${lines.join("\n")}\n`;
};

const described = (name: string, text: string): string => `  ${name.padEnd(15)} ${text}`;
