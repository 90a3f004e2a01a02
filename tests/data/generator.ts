import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs the generator's command line and resolves to what it writes to standard output. */
export const generate = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["data/dist/generate.js", ...args],
    { cwd: root, maxBuffer: 2 ** 30 },
  );
  return stdout;
};

/** Text of a file under data/. */
export const dataFile = (path: string): string => readFileSync(`${root}data/${path}`, "utf8");

/** One loan, every field as text. */
export type Loan = Readonly<Record<string, string>>;

/** Splits generated text, which never quotes a field. */
export const loansIn = (text: string): Loan[] => {
  const [header, ...rows] = text.trimEnd().split("\n");
  const columns = header!.split(",");
  return rows.map((row) => {
    const fields = row.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, fields[i]!]));
  });
};

/** The loans of each user, by id. */
export const byUser = (loans: readonly Loan[]): Map<string, Loan[]> => {
  const users = new Map<string, Loan[]>();
  for (const loan of loans) {
    const own = users.get(loan["id"]!);
    if (own === undefined) users.set(loan["id"]!, [loan]);
    else own.push(loan);
  }
  return users;
};
