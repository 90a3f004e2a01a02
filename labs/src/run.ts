import { parseArgs } from "node:util";

import { executeNotebooks, SETTING } from "./execute.js";
import { notebooks } from "./notebooks.js";

const USAGE = `usage: npm run labs -- [--check] [notebook ...]

Executes the notebooks of labs/ where they are, or those that are named, such as riesgo/preparacion.ipynb.

  --check  compares their outputs with those that they hold, and writes nothing

It needs Jupyter and the kernel of Deno: eval "$(labs/install)"
`;

const tell = (text: string): void => {
  process.stderr.write(text);
};

const { values, positionals } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const known = notebooks();
const unknown = positionals.filter((path) => !known.includes(path));
const python = process.env[SETTING];

if (values.help) process.stdout.write(USAGE);
else if (unknown.length > 0) {
  tell(`no such notebook: ${unknown.join(", ")}. There are ${known.join(", ")}\n`);
  process.exitCode = 2;
} else if (python === undefined) {
  tell(`${SETTING} is not set: eval "$(labs/install)"\n`);
  process.exitCode = 2;
} else {
  const paths = positionals.length > 0 ? positionals : known;
  try {
    const ran = await executeNotebooks(paths, { python, check: values.check, tell });
    process.exitCode = ran ? 0 : 1;
  } catch (error) {
    tell(`${SETTING} cannot be started: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
