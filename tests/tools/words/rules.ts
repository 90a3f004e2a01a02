import { codeWord, parseMarkdown } from "../../repository/markdown.js";
import type { Rule } from "./rule.js";

const WHO = String.raw`who(?:m|se|ever|soever)?`;

/** Words and blanks of one sentence. */
const WITHIN = String.raw`[^.,;:!?|"\x60(){}]{1,70}?`;

const COUNT = String.raw`(?:one|two|three|four|once|twice|\d[\d,]*(?:\.\d+)?|lines?|rows?|values?|entr(?:y|ies)|columns?|weights?|tensors?|answer|prediction|elements?|bytes?|bits?|numbers?|figures?|threads?|trees?|sections?|files?|tests?)`;

const UNIT = String.raw`(?:row|user|line|feature|model|core|request|release|tree|node|file|caller|column|cell|fold|table|patient|film|run|page|process|thread|container|version|data ?set|message|folder|estimator|protocol|class|record|observation|entity|item|sentence|fact|trial|leaf|move|commit)`;

/** Wordings that nobody says aloud. */
export const SENTENCES: readonly Rule[] = [
  {
    pattern: new RegExp(String.raw`\b${WHO}\b${WITHIN}\b${WHO}\b`, "gi"),
    cure: "two sentences, or a noun such as caller, user, actor",
  },
  {
    pattern: /\b(?:of|to|by|for|about|from|with) whom\b/gi,
    cure: "a noun such as caller or subject",
  },
  { pattern: /\bwho(?:so)?ever\b/gi, cure: "a noun such as caller, user, reader" },
  {
    pattern: new RegExp(String.raw`\b${COUNT}\s+an?\s+${UNIT}\b`, "gi"),
    cure: "per, as in one per row",
  },
  { pattern: /\banew\b/gi, cure: "again, or new" },
  {
    pattern: /\blies?\s+(?:in|at|under|beside|below|beyond|above|on|there|here|outside)\b/gi,
    cure: "is",
  },
  {
    pattern: /\bstands?\s+(?:in|at|on|beside|before|under|below|there|here|alone|above)\b/gi,
    cure: "is",
  },
];

/** Words of pages that have another meaning, or are part of a format, in code. */
export const PAGES: readonly Rule[] = [
  { pattern: /\bgates?\b/gi, cure: "promotion check" },
  { pattern: /\bhad back\b/gi, cure: "restored" },
];

/** Names that tell nothing of what they name. */
export const NAMES: readonly Rule[] = [
  {
    pattern: /\b(?:interface|type|class)\s+(?:Asking|Asked|Told)\b/g,
    cure: "a noun of the field, such as Request",
  },
];

/**
 * Rules from a glossary: a word in back-quotes in the column "instead of" is not used, and the term of its row is what
 * to write.
 */
export const rulesOfGlossary = (page: string): readonly Rule[] =>
  parseMarkdown(page).tables.flatMap(([header, ...rows]) =>
    header?.[2] === "instead of"
      ? rows.flatMap(([term, , replaced]) =>
          [...replaced!.matchAll(/`([^`]+)`/g)].map(([, word]) => ({
            pattern: new RegExp(String.raw`\b${word!.replaceAll(" ", String.raw`\s+`)}\b`, "gi"),
            cure: codeWord(term!) ?? term!,
          })),
        )
      : [],
  );
