import { commandsOf, requestOf } from "../pipeline/scaffold/commands.js";
import type { Scaffolded } from "../pipeline/scaffold/scaffold.js";
import { shown } from "../model/shown.js";
import { visible } from "./terminal-text.js";

/**
 * What became of each column, where the model is and what to type next, for people.
 *
 * @param from the file as it was named
 * @param width characters of a line of the terminal
 */
export const newModelText = (
  { folder, draft, example, phrases }: Scaffolded,
  from: string,
  width: number,
): string => {
  const rows = [
    phrases.heads,
    ...draft.decisions.map(({ column, becomes, why }) => [visible(column), becomes, why]),
  ];
  const widths = [0, 1].map((at) => Math.max(...rows.map((cells) => cells[at]!.length)));
  const lines = rows.flatMap((cells) => rowLines(cells, widths, width));
  const { train, start } = commandsOf(draft, from);
  return [
    ...lines,
    "",
    phrases.wrote(`${shown(folder)}/`),
    "",
    phrases.next,
    `  ${train}`,
    `  ${start}`,
    phrases.thenAsk,
    `  ${requestOf(draft, example, phrases)}`,
  ].join("\n");
};

/** Reasons are never narrower, whatever the terminal is. */
const NARROWEST = 30;

/** A row of the table, whose last cell goes on in further lines where it is too long for one. */
const rowLines = (cells: readonly string[], widths: readonly number[], width: number): string[] => {
  const [first, second, why] = cells as [string, string, string];
  const start = [first.padEnd(widths[0]!), second.padEnd(widths[1]!), ""].join("  ");
  const room = Math.max(NARROWEST, width - start.length);
  return wrapped(why, room).map((text, at) =>
    `${at === 0 ? start : " ".repeat(start.length)}${text}`.trimEnd(),
  );
};

const wrapped = (text: string, width: number): string[] => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** The same for programs. */
export const newModelFields = ({ folder, draft, example, phrases }: Scaffolded, from: string) => ({
  model: draft.name,
  folder: shown(folder),
  choices: draft.decisions,
  ...commandsOf(draft, from),
  request: requestOf(draft, example, phrases),
});
