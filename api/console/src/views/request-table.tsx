import type { JSX } from "preact";

import type { RequestCounts } from "../api/about-types.js";
import { Scroll } from "../parts/scroll.js";
import { useWords } from "../text/words.js";
import { TableHead } from "../parts/table-head.js";

/** The requests of each url by status, the most first. */
export const RequestTable = ({
  requests,
}: {
  readonly requests: readonly RequestCounts[];
}): JSX.Element => {
  const { text, format } = useWords();
  const words = text.operate;
  const time = (seconds: number | null): string =>
    seconds === null ? "–" : `${format.rounded(seconds * 1_000)} ms`;
  return (
    <section class="panel">
      <h2>{words.routes}</h2>
      <p class="soft">{words.routesReading}</p>
      <Scroll name={words.routes}>
        <table>
          <TableHead
            columns={[
              words.route,
              words.model,
              [words.status, "numeric"],
              [words.count, "numeric"],
              [words.p50, "numeric"],
              [words.p95, "numeric"],
              [words.p99, "numeric"],
            ]}
          />
          <tbody>
            {requests
              .toSorted((one, other) => other.count - one.count)
              .map(({ route, method, status, model, count, p50, p95, p99 }) => (
                <tr key={`${method} ${route} ${status} ${model}`}>
                  <th scope="row">
                    <code>
                      {method} {route}
                    </code>
                  </th>
                  <td class="soft">{model === "none" ? "" : model}</td>
                  <td class="numeric">
                    <span class={`badge ${status < 400 ? "good" : status < 500 ? "warn" : "bad"}`}>
                      {status}
                    </span>
                  </td>
                  <td class="numeric">{format.count(count)}</td>
                  <td class="numeric">{time(p50)}</td>
                  <td class="numeric">{time(p95)}</td>
                  <td class="numeric">{time(p99)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
