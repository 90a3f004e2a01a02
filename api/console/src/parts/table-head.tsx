import type { JSX } from "preact";

interface TableHeadProps {
  /** The names of the columns, each alone or before the class of its cells. */
  readonly columns: readonly (string | readonly [name: string, of: string])[];
}

/** The names of a table's columns. */
export const TableHead = ({ columns }: TableHeadProps): JSX.Element => (
  <thead>
    <tr>
      {columns.map((column) => {
        const [name, of] = typeof column === "string" ? [column] : column;
        return (
          <th key={name} scope="col" class={of}>
            {name}
          </th>
        );
      })}
    </tr>
  </thead>
);
