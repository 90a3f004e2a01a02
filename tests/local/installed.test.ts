import { execFile, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { packInto, walk } from "../walks/packed.js";

// npm is a script of its shell on Windows.
const shell = process.platform === "win32";
const reached = spawnSync("npm", ["ping"], { timeout: 20_000, shell, stdio: "ignore" });

needing("a registry of npm", reached.status === 0).test(
  "the packages, installed by npm in an empty directory, write, train and serve a model",
  async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, "package.json"), JSON.stringify({ private: true }));
    const files = (await packInto(directory)).map(({ file }) => `./${file}`);
    const options = ["--no-audit", "--no-fund", "--ignore-scripts"];
    await promisify(execFile)("npm", ["install", ...options, ...files], { cwd: directory, shell });
    await walk(directory);
  },
);
