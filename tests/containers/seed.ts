import { readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";

/** The seed's two urls and their answers, as the README shows them. */
export const SEED: Readonly<Record<string, unknown>> = Object.fromEntries(
  parseMarkdown(readText("README.md"))
    .fences.filter(({ language }) => language === "console")
    .flatMap(({ text }) => [...text.matchAll(/^\$ curl http:\/\/localhost:8080(\S+)\n(.*)$/gm)])
    .map(([, path, answer]) => [path!, JSON.parse(answer!)]),
);
