import { readText } from "../../repository/files.js";
import { filesBelow } from "./files.js";
import { proseOfCode, proseOfMarkdown } from "./prose.js";
import { findingsIn } from "./rule.js";
import { NAMES, PAGES, rulesOfGlossary, SENTENCES } from "./rules.js";

const everywhere = [...SENTENCES, ...rulesOfGlossary(readText("docs/glossary.md"))];

/** The folders that are named, or the whole repository. */
const folders = process.argv.slice(2).map((folder) => folder.replace(/\/?$/, "/"));
const files = (folders.length > 0 ? folders : [""]).flatMap(filesBelow);

const lines = files.flatMap((path) => {
  const isPage = path.endsWith(".md");
  const prose = (isPage ? proseOfMarkdown : proseOfCode)(readText(path));
  return findingsIn(prose, [...everywhere, ...(isPage ? PAGES : NAMES)]).map(
    ({ line, text: found, cure }) => `${path}:${line}: "${found}": write ${cure}`,
  );
});
for (const line of lines) process.stdout.write(`${line}\n`);
process.stdout.write(`${files.length} files, ${lines.length} wordings to change\n`);
process.exitCode = lines.length === 0 ? 0 : 1;
