// Makes the page of the api from its sources: files that browsers load, each beside its compressed forms. The same
// sources give the same bytes. Nothing is done while the page is newer than all that it is made of.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL(".", import.meta.url));
const language = fileURLToPath(new URL("../../storage/dist/language", import.meta.url));
const page = join(folder, "dist/page");

/** All that the page may weigh as it goes over the wire. */
const MOST_BYTES = 90_000;

const filesIn = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const sources = () => [
  ...filesIn(join(folder, "src")),
  ...filesIn(language).filter((file) => file.endsWith(".js")),
  ...["index.html", "build.js", "../package.json"].map((file) => join(folder, file)),
];

const isNew = () => {
  try {
    const made = statSync(join(page, "index.html.br")).mtimeMs;
    return sources().every((file) => statSync(file).mtimeMs <= made);
  } catch {
    return false;
  }
};

const bundle = async () => {
  const { build } = await import("vite");
  await build({
    root: folder,
    base: "/console/",
    configFile: false,
    envFile: false,
    logLevel: "warn",
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
    build: {
      outDir: page,
      emptyOutDir: true,
      assetsDir: "",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      target: "es2022",
    },
  });
};

const compress = () => {
  let bytes = 0;
  for (const file of filesIn(page)) {
    const plain = readFileSync(file);
    const small = brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
    writeFileSync(`${file}.br`, small);
    bytes += small.length;
  }
  return bytes;
};

if (!isNew()) {
  rmSync(page, { recursive: true, force: true });
  await bundle();
  const bytes = compress();
  if (bytes > MOST_BYTES) throw new Error(`the page weighs ${bytes} bytes, over ${MOST_BYTES}`);
}
