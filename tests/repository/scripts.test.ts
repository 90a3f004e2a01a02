import { exec } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

import { readPackage, ROOT } from "./files.js";

const scripts = readPackage("").scripts ?? {};

/** What a contributor can count on. */
const NAMES = [
  ...["start", "train", "generate", "dev", "build", "test", "lint", "format", "typecheck", "clean"],
  ...["bench", "faults", "fuzz", "soak", "traffic"],
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

test("every folder of slow tests has a command of its own", () => {
  const commands = Object.entries(scripts).filter(([name]) => name.startsWith("test:"));
  expect(commands.length).toBeGreaterThan(3);
  for (const [name, command] of commands)
    expect(command).toBe(`node tests/run.js tests/dist/${name.slice("test:".length)}`);
});

test.each(Object.entries(scripts))("npm run %s needs no shell of Unix", (_, script) => {
  const commands = script.split(" && ");
  const unknown = commands.filter((command) => !/^(?:node|npm|tsc|oxlint|prettier) /.test(command));
  expect(unknown).toEqual([]);
});
