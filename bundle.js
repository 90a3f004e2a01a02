// Makes bundles of programs: few files, which Node.js loads in a third of the time of all those that they are made of. Without
// arguments it makes all of them. A bundle that is newer than all that it is made of stays as it is.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

import { programOf } from "./storage/dist/process/program.js";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/** The workspaces with a program, and the others that take part in it. */
const PROGRAMS = { api: [], trainer: [], docker: ["trainer"] };

/** Packages that are no text, or that need not be there. */
const LEFT_OUT = ["@duckdb/node-api", "azurite", "canvas", "onnxruntime-node", "pg-native"];

/** Packages that are imported when they are needed, and take part all the same: they are ES modules of very many files. */
const TAKEN = new Set(["vega", "vega-lite"]);

/** A running program may still load the files of a bundle before this one. */
const DAY_MS = 86_400_000;

const urlOf = (workspace, file) => pathToFileURL(join(ROOT, workspace, "dist", file)).href;

const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const isNew = (workspace, others) => {
  const main = urlOf(workspace, "main.js");
  const program = programOf(main, ...others.map((name) => urlOf(name, "index.js")));
  const rest = ["bundle.js", "package-lock.json"].map((file) => timeOf(join(ROOT, file)));
  return program.includes("/dist/bundle/") && timeOf(fileURLToPath(program)) > Math.max(...rest);
};

/** Lets modules find files beside themselves, such as those of their threads, where they were before. */
const ownUrls = (workspace) => ({
  name: "own urls",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:storage|trainer|api|docker)[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const [owner, , ...rest] = relative(ROOT, path).split(/[\\/]/);
      const file = rest.join("/");
      const base =
        owner === workspace ? "import.meta.url" : `import.meta.resolve("@despliega/${owner}")`;
      const at = owner === workspace ? `../${file}` : `./${file}`;
      const text = readFileSync(path, "utf8");
      return { contents: text.replaceAll("import.meta.url", `new URL("${at}", ${base}).href`) };
    });
  },
});

/** Leaves packages out that are imported when they are needed: of one in the format CommonJS a bundle would have no names. */
const lateImports = {
  name: "late imports",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === "dynamic-import" && !TAKEN.has(path) ? { path, external: true } : undefined,
    );
  },
};

const bundle = async (workspace) => {
  const folder = join(ROOT, workspace, "dist/bundle");
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, workspace, "dist/program.js")],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    outdir: folder,
    chunkNames: "[name]-[hash]",
    external: LEFT_OUT,
    // Packages in the format CommonJS may require what Node.js has.
    banner: {
      js: `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`,
    },
    plugins: [lateImports, ownUrls(workspace)],
    logLevel: "warning",
    write: false,
  });
  mkdirSync(folder, { recursive: true });
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder))
    if (!made.has(name) && timeOf(join(folder, name)) < Date.now() - DAY_MS)
      rmSync(join(folder, name));
  // The program comes last, so that what starts finds all that it loads.
  const entry = outputFiles.find(({ path }) => basename(path) === "program.js");
  for (const { path, contents } of [...outputFiles.filter((file) => file !== entry), entry]) {
    writeFileSync(`${path}.new`, contents);
    renameSync(`${path}.new`, path);
  }
};

const named = process.argv.slice(2);
for (const [workspace, others] of Object.entries(PROGRAMS))
  if ((named.length === 0 || named.includes(workspace)) && !isNew(workspace, others))
    await bundle(workspace);
