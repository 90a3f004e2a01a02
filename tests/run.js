// Builds, and runs tests: those of the folders or files that the arguments name, else all but those of the slow
// folders, which `npm run test:<folder>` runs. Arguments go to jest.
import { spawnSync } from "node:child_process";

/** Folders whose tests take minutes, or need more than Node.js. */
const SLOW = [
  "cicd",
  "clients",
  "console",
  "containers",
  "database",
  "faults",
  "labs",
  "local",
  "runs",
  "spark",
  "walks",
  "watch",
];

const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

const args = process.argv.slice(2);
const left = SLOW.filter((folder) => !args.some((arg) => arg.startsWith(`tests/dist/${folder}`)));
if (!args.includes("--help") && !args.includes("--listTests")) {
  run("tests/clean.js");
  run("node_modules/typescript/bin/tsc", "-b");
  run("api/console/build.js");
}
run(
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
  "node_modules/jest/bin/jest.js",
  ...args,
  // At the end, as jest takes what comes after these as more of them.
  ...left.map((folder) => `--testPathIgnorePatterns=/tests/dist/${folder}/`),
);
