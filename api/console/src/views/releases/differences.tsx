import type { JSX } from "preact";

import { Scroll } from "../../parts/scroll.js";
import { VersionName } from "../../parts/version-name.js";
import { useWords } from "../../text/words.js";
import type { Row, RowGroup } from "./rows.js";

interface DifferenceTableProps {
  readonly versions: readonly [string, string];
  readonly groups: readonly RowGroup[];
}

/** Two releases as a table in groups, with a mark where they differ. */
export const DifferenceTable = ({ versions, groups }: DifferenceTableProps): JSX.Element => {
  const { text } = useWords();
  return (
    <Scroll name={text.releases.compare}>
      <table class="differences">
        <thead>
          <tr>
            <td />
            {versions.map((version, i) => (
              <th key={i} scope="col">
                <VersionName version={version} />
              </th>
            ))}
            <th scope="col" class="numeric">
              {text.releases.difference}
            </th>
          </tr>
        </thead>
        {groups.map(({ heading, rows }) => (
          <tbody key={heading}>
            <tr class="group">
              <th scope="rowgroup" colSpan={4}>
                {heading}
              </th>
            </tr>
            {rows.map((row) => (
              <Difference key={row.name} row={row} />
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
};

const Difference = ({ row: { name, left, right, moved } }: { readonly row: Row }): JSX.Element => {
  const { text } = useWords();
  const word = moved?.isBetter === true ? text.releases.better : text.releases.worse;
  const tone = moved?.isBetter === true ? "good" : "bad";
  return (
    <tr class={left === right && moved === undefined ? "same" : "differs"}>
      <th scope="row">{name}</th>
      <td>{left}</td>
      <td>{right}</td>
      <td class="numeric">
        {moved?.text}
        {moved?.isBetter !== undefined && <span class={`badge ${tone}`}>{word}</span>}
      </td>
    </tr>
  );
};
