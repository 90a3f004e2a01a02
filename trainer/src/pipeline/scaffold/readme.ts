import { commandsOf } from "./commands.js";
import type { Draft } from "./draft.js";
import type { Phrases } from "./words/phrases.js";

/** The text of the model's README. */
export const readmeOf = (draft: Draft, phrases: Phrases): string => {
  const { readme, heads, number, question } = phrases;
  const cell = (text: string): string =>
    text.replaceAll(/\s+/g, " ").replaceAll("|", String.raw`\|`);
  const rows = draft.decisions.map(
    ({ column, becomes, why }) => `| ${[column, becomes, why].map(cell).join(" | ")} |`,
  );
  const { train, start } = commandsOf(draft, draft.file);
  return `# ${draft.name}: ${question(draft.target.column, draft.table)}

${readme.intro(draft.file, number(draft.rows))}
${readme.change}

## ${readme.train}

\`\`\`sh
${train}
${start}
\`\`\`

${readme.retrain}

## ${readme.choices}

| ${heads.join(" | ")} |
| --- | --- | --- |
${rows.join("\n")}

## ${readme.limits}

${readme.limitsText}
`;
};
