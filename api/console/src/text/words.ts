import {
  consoleText,
  formatsOf,
  type ConsoleText,
  type Formats,
  type Language,
} from "@despliega/storage/language";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { timesOf, type Times } from "./times.js";

/** What the views need to speak one language. */
export interface Words {
  readonly language: Language;
  readonly text: ConsoleText;
  readonly format: Formats;
  readonly times: Times;
}

/** The words of a language. */
export const wordsOf = (language: Language): Words => ({
  language,
  text: consoleText[language],
  format: formatsOf(language),
  times: timesOf(language),
});

/** The language of the page: the first of the browser's that there is. */
export const browserLanguage = (languages: readonly string[]): Language =>
  languages
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === "en" || tag === "es") ?? "en";

/** Holds the words of the page. */
export const WordsContext = createContext<Words>(wordsOf("en"));

/** The words of the page. */
export const useWords = (): Words => useContext(WordsContext);
