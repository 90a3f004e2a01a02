#!/usr/bin/env node
// Writes a file as the one comment of its kind on a pull request: the first run writes it, later ones replace it.
// It is known by the file's first line, a hidden mark such as <!-- despliega:candidate -->.
//
//   comment.mjs github FILE        GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, PULL_REQUEST
//   comment.mjs azure-devops FILE  SYSTEM_ACCESSTOKEN, SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT,
//                                  BUILD_REPOSITORY_ID, SYSTEM_PULLREQUEST_PULLREQUESTID
import { readFile } from "node:fs/promises";

import { azureDevOps } from "./comment/azure-devops.mjs";
import { fit } from "./comment/fit.mjs";
import { github } from "./comment/github.mjs";
import { retry } from "./comment/retry.mjs";

const HOSTS = { github, "azure-devops": azureDevOps };

const setting = (name) => {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set`);
};

const main = async ([host, file]) => {
  if (!Object.hasOwn(HOSTS, host ?? "") || file === undefined)
    throw new Error("usage: comment.mjs github|azure-devops FILE");
  const text = await readFile(file, "utf8");
  const [mark] = text.split("\n", 1);
  if (!/^<!-- .+ -->$/.test(mark)) throw new Error(`${file} does not begin with a hidden mark`);
  const { limit, find, create, replace } = HOSTS[host](setting);
  const body = fit(text, limit);
  // A write that failed may have arrived all the same, so another try looks again before it writes.
  return retry(async () => {
    const found = await find((comment) => comment.startsWith(mark));
    await (found === undefined ? create(body) : replace(found, body));
    return found === undefined ? "written" : "replaced";
  });
};

try {
  process.stdout.write(`Comment ${await main(process.argv.slice(2))}.\n`);
} catch (error) {
  process.stderr.write(`comment.mjs: ${error.message}\n`);
  process.exitCode = 1;
}
