import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";

import { answerTo, type AzAnswers } from "./az-answers.js";
import { shellQuote } from "./shell-quote.js";

// Plays Azure's command line. AZ_LOG names the file that gets one line a call, its arguments quoted as bash would
// read them. AZ_ANSWERS names a JSON file of `AzAnswers`; a call that nothing answers succeeds and prints nothing,
// unless it asks for a value with --query: then the test has forgotten an answer, and the call fails.

const { AZ_LOG, AZ_ANSWERS } = process.env;
if (AZ_LOG === undefined) throw new Error("AZ_LOG is not set");

const words = process.argv.slice(2);
const line = words.map(shellQuote).join(" ");
const earlier = existsSync(AZ_LOG) ? readFileSync(AZ_LOG, "utf8").split("\n").slice(0, -1) : [];
appendFileSync(AZ_LOG, `${line}\n`);

const answers =
  AZ_ANSWERS === undefined ? {} : (JSON.parse(readFileSync(AZ_ANSWERS, "utf8")) as AzAnswers);
const answer =
  answerTo(answers, line, earlier) ??
  (words.includes("--query") ? { stderr: `No answer prepared for: az ${line}`, exit: 64 } : {});
if (answer.run !== undefined) execFileSync("bash", ["-c", answer.run, "az", ...words]);
if (answer.stdout !== undefined) process.stdout.write(`${answer.stdout}\n`);
if (answer.stderr !== undefined) process.stderr.write(`${answer.stderr}\n`);
process.exitCode = answer.exit ?? 0;
