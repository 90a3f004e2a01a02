import type { Draft, DraftColumn } from "./draft.js";
import { commented, flow } from "./yaml-lines.js";
import type { Phrases } from "./words/phrases.js";

/** What the model answers, and in which words. */
export const answersPart = (
  { target, table, language }: Draft,
  phrases: Phrases,
): readonly string[] => {
  const { comment } = phrases;
  const { task, classes, column } = target;
  return [
    `question: ${flow(phrases.question(column, table))} # ${comment.question}`,
    `words: ${flow(wordsOf(target, phrases))} # ${comment.words}`,
    `task: ${task} # ${comment[task]}`,
    ...(classes === undefined ? [] : [`classes: ${flow(classes)} # ${comment.classes}`]),
    ...(language === "en" ? [] : [`language: ${language} # ${comment.language}`]),
  ];
};

const wordsOf = (
  { task, classes = ["0", "1"], column, counts }: Draft["target"],
  phrases: Phrases,
) => {
  const { observations, unit, hasValue } = phrases;
  if (task === "regression") return { observations, target: column, unit };
  if (counts.length > 2) return { observations };
  const [negative, positive] = classes;
  return {
    observations,
    positive: hasValue(column, positive!),
    negative: hasValue(column, negative!),
  };
};

/** What is read, and how. */
export const inputPart = (draft: Draft, phrases: Phrases): readonly string[] => {
  const { comment } = phrases;
  const { name, dataset, table, format, columns, split, target } = draft;
  const read = new Set(columns.map((column) => column.name));
  return [
    "inputs:",
    `  - dataset: ${flow(dataset)} # ${comment.dataset(`data/${name}/${dataset}`)}`,
    `    table: ${flow(table)}`,
    ...(Object.keys(format).length === 0 ? [] : [`    input: ${flow(format)} # ${comment.format}`]),
    ...(split.time === undefined ? [] : [`    time: ${flow(split.time)} # ${comment.time}`]),
    ...(split.future ? [`    future: allowed # ${comment.future}`] : []),
    ...commented(comment.columns).map((line) => `    ${line}`),
    "    columns:",
    ...columns.map((column) => `      ${columnLine(column)}`),
    ...notRead(draft, read, phrases),
    "",
    `columns: ${flow({ observation: phrases.rowName, entity: entityName(draft, phrases), label: target.name })} # ${comment.tableColumns}`,
  ];
};

const entityName = (
  { keys, subject }: Draft,
  { hashEntity }: Phrases,
): string | readonly string[] => {
  if (keys.length > 1) return keys.map(({ name }) => name);
  if (keys.length === 1) return keys[0]!.name;
  return subject === undefined ? hashEntity : "pseudonym";
};

const columnLine = ({ name, type, optional, person }: DraftColumn): string =>
  `${flow(name)}: ${flow({
    type,
    ...(person && { person, absent: "allowed" }),
    ...(optional && { optional }),
  })}`;

const notRead = (
  { decisions }: Draft,
  read: ReadonlySet<string>,
  { comment }: Phrases,
): readonly string[] => {
  const others = decisions.filter(({ column }) => !read.has(column));
  if (others.length === 0) return [];
  return [
    `      # ${comment.notRead}`,
    ...others.map(({ column, why }) => `      #   ${column.replaceAll(/\s+/g, " ")}: ${why}`),
  ];
};
