import { readdirSync } from "node:fs";

import { ROOT } from "../../repository/files.js";

const READ = /(?:\.(?:md|ts|js|mjs|sh|ya?ml|bicep|sql|html|jq|env|example)|Dockerfile)$/;

/** Built or installed things, fixtures, and what is not English. */
const SKIPPED =
  /(?:^|\/)(?:node_modules|dist|coverage|fixtures|es|\.git|\.despliega)\/|\.es\.md\/$/;

/** Files whose subject are the words that nothing else may use. */
const ABOUT_WORDS = /^tests\/(?:tools\/)?words\//;

/** Every file of the repository below some folders, of which prose is read. "" is the root. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(ROOT + folder, { withFileTypes: true })
    .map((entry) => ({ entry, path: folder + entry.name }))
    .filter(({ path }) => !SKIPPED.test(`${path}/`) && !ABOUT_WORDS.test(`${path}/`))
    .flatMap(({ entry, path }) =>
      entry.isDirectory() ? filesBelow(`${path}/`) : READ.test(path) ? [path] : [],
    );
