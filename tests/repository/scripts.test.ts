import { exec } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

import { readPackage, ROOT } from "./files.js";

const scripts = readPackage("").scripts ?? {};

/** What a contributor can count on. */
const NAMES = [
  ...["start", "train", "generate", "dev", "build", "test", "lint", "format", "typecheck", "clean"],
  ...["bench", "faults", "fuzz", "labs", "numbers", "soak", "traffic"],
];

/** The commands of a script. */
const commandsOf = (name: string): readonly string[] => (scripts[name] ?? "").split(" && ");

const BINS = `${ROOT}node_modules/.bin`;

test.each(NAMES)("npm run %s is made of programs that are there after npm ci", (name) => {
  expect(scripts[name]).toBeDefined();
  const absent = commandsOf(name).filter((command) => {
    const [program, first, second] = command.split(" ");
    if (program === "npm") return first !== "run" || scripts[second!] === undefined;
    return !existsSync(program === "node" ? `${ROOT}${first}` : `${BINS}/${program}`);
  });
  expect(absent).toEqual([]);
});

test.each(NAMES.filter((name) => commandsOf(name).length === 1 && name !== "clean"))(
  "npm run %s -- --help says how it is used",
  async (name) => {
    const PATH = [BINS, process.env["PATH"]].join(delimiter);
    const { stdout } = await promisify(exec)(`${scripts[name]} --help`, {
      cwd: ROOT,
      env: { ...process.env, PATH, NODE_OPTIONS: "" },
    });
    expect(stdout).toMatch(/usage|options|commands/i);
  },
);

/** The folders of the test files that a script runs. */
const foldersOf = async (name: string): Promise<readonly string[]> => {
  const { stdout } = await promisify(exec)(`${scripts[name]} --listTests`, { cwd: ROOT });
  const folders = stdout.split("\n").flatMap((file) => /tests\Wdist\W(\w+)/.exec(file)?.[1] ?? []);
  return [...new Set(folders)].toSorted();
};

test("npm test leaves out the folders that have a command of their own, and no others", async () => {
  const slow = Object.keys(scripts).flatMap((name) => /^test:(.*)/.exec(name)?.[1] ?? []);
  expect(slow.length).toBeGreaterThan(3);
  for (const folder of slow)
    expect(scripts[`test:${folder}`]).toBe(`node tests/run.js tests/dist/${folder}`);
  expect(await foldersOf(`test:${slow[0]}`)).toEqual([slow[0]]);
  const quick = await foldersOf("test");
  const all = readdirSync(`${ROOT}tests`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "dist")
    .map(({ name }) => name)
    .filter((name) =>
      readdirSync(`${ROOT}tests/${name}`, { recursive: true, encoding: "utf8" }).some((file) =>
        file.endsWith(".test.ts"),
      ),
    );
  expect([...quick, ...slow].toSorted()).toEqual(all.toSorted());
});

test.each(Object.entries(scripts))("npm run %s needs no shell of Unix", (_, script) => {
  const commands = script.split(" && ");
  const unknown = commands.filter((command) => !/^(?:node|npm|tsc|oxlint|prettier) /.test(command));
  expect(unknown).toEqual([]);
});
