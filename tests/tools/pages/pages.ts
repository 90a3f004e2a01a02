import { commandsTable, exitCodesTable } from "./commands.js";
import { metricsTable } from "./metrics.js";
import { settingsTable } from "./settings.js";
import { sqlStatesTable } from "./sql-states.js";
import { accountCodesTable, authenticationTable } from "./storage-errors.js";
import type { Table } from "./table.js";
import { urlsTable } from "./urls.js";

/** A table that is generated from the code, between its two markers in a page. */
export interface Generated {
  readonly page: string;
  /** As the markers name it: `<!-- name:start -->` and `<!-- name:end -->`. */
  readonly name: string;
  readonly table: () => Table | Promise<Table>;
}

/** Every generated table. */
export const GENERATED: readonly Generated[] = [
  { page: "docs/settings.md", name: "settings", table: settingsTable },
  { page: "docs/urls.md", name: "urls", table: urlsTable },
  { page: "docs/metrics.md", name: "metrics", table: metricsTable },
  { page: "docs/cli.md", name: "commands", table: commandsTable },
  { page: "docs/cli.md", name: "exit-codes", table: exitCodesTable },
  { page: "docs/database.md", name: "sql-states", table: sqlStatesTable },
  { page: "docs/storage-errors.md", name: "account-codes", table: accountCodesTable },
  { page: "docs/storage-errors.md", name: "authentication", table: authenticationTable },
];

/** The text with something else between the markers of that name. @throws when they are missing */
export const replaceBetween = (text: string, name: string, content: string): string => {
  const pattern = new RegExp(`(<!-- ${name}:start -->\\n)[^]*?(\\n<!-- ${name}:end -->)`);
  if (!pattern.test(text)) throw new Error(`There are no markers of ${name}`);
  return text.replace(
    pattern,
    (_all, start: string, end: string) => `${start}\n${content}\n${end}`,
  );
};

/** What stands between the markers of that name. @throws when they are missing */
export const between = (text: string, name: string): string => {
  const [, content] =
    new RegExp(`<!-- ${name}:start -->\\n([^]*?)<!-- ${name}:end -->`).exec(text) ?? [];
  if (content === undefined) throw new Error(`There are no markers of ${name}`);
  return content;
};
