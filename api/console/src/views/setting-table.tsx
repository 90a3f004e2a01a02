import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Operation } from "../api/about-types.js";
import { Scroll } from "../parts/scroll.js";
import { useWords } from "../text/words.js";
import { TableHead } from "../parts/table-head.js";

/** The settings in force, with their origin; a secret is only said to be set. */
export const SettingTable = ({ settings }: Pick<Operation, "settings">): JSX.Element | null => {
  const { text } = useWords();
  const words = text.operate;
  const [onlySet, setOnlySet] = useState(true);
  if (settings.length === 0) return null;
  const shown = onlySet ? settings.filter(({ origin }) => origin === "environment") : settings;
  return (
    <section class="panel">
      <div class="head-line">
        <h2>{words.settings}</h2>
        <label class="tick">
          <input
            type="checkbox"
            checked={onlySet}
            onChange={({ currentTarget }) => setOnlySet(currentTarget.checked)}
          />
          {words.onlyChanged}
        </label>
      </div>
      <p class="soft">{words.settingsReading}</p>
      <Scroll name={words.settings}>
        <table>
          <TableHead columns={[words.setting, words.value, words.originHead]} />
          <tbody>
            {shown.map(({ name, value, origin, meaning }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                  <p class="hint">{plain(meaning)}</p>
                </th>
                <td>
                  {value === null ? (
                    <span class="soft">{words.notSet}</span>
                  ) : value === SECRET ? (
                    <span class="badge none">{words.secret}</span>
                  ) : (
                    <code>{plain(value)}</code>
                  )}
                </td>
                <td class="soft nowrap">{words.origin[origin]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};

/** A text of the docs without the marks of Markdown. */
const plain = (text: string): string => text.replaceAll("`", "");

/** How the api writes what may be a secret. */
const SECRET = "***";
