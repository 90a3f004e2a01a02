import type { JSX } from "preact";

import type { Operation } from "../api/about-types.js";
import { urls } from "../api/urls.js";
import { Asked } from "../parts/asked.js";
import { useTitle } from "../parts/title.js";
import { useWords, type Words } from "../text/words.js";
import { RequestTable } from "./request-table.js";
import { SettingTable } from "./setting-table.js";
import { TableHead } from "../parts/table-head.js";

const SECONDS = 5;

/** How the api does, for those who operate it. */
export const OperateView = (): JSX.Element => {
  const { text } = useWords();
  useTitle(text.operate.heading);
  return (
    <>
      <h1>{text.operate.heading}</h1>
      <Asked<Operation> url={urls.operate} seconds={SECONDS}>
        {(operation) => <Operate operation={operation} />}
      </Asked>
    </>
  );
};

const bytes = (count: number, { format }: Words): string =>
  `${format.rounded(count / 1_048_576)} MiB`;

const Operate = ({ operation }: { readonly operation: Operation }): JSX.Element => {
  const words = useWords();
  const { text, format, times } = words;
  const { memory, requests, shed, eventLoopDelaySeconds } = operation;
  const all = requests.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="stack">
      <p class="facts">
        <span class={`badge ${operation.ready ? "good" : "bad"}`}>
          {operation.ready ? text.operate.ready : text.operate.notReady}
        </span>
        <span class="soft">
          {text.operate.facts(
            operation.version,
            operation.node,
            times.ago(operation.uptimeSeconds),
          )}
        </span>
      </p>
      <dl class="figures">
        <div>
          <dt>{text.operate.requests}</dt>
          <dd>{format.count(all)}</dd>
        </div>
        <div>
          <dt>{text.operate.shed}</dt>
          <dd>{format.count(shed)}</dd>
        </div>
        <div>
          <dt>{text.operate.delay}</dt>
          <dd>{format.count(eventLoopDelaySeconds * 1_000)} ms</dd>
        </div>
        <div>
          <dt>{text.operate.memory}</dt>
          <dd>
            {bytes(memory.residentBytes, words)}
            <span class="soft small">
              {" "}
              {text.operate.memoryOf(
                bytes(memory.heapBytes, words),
                bytes(memory.heapLimitBytes, words),
              )}
            </span>
          </dd>
        </div>
      </dl>
      <Refreshes models={operation.models} />
      <RequestTable requests={requests} />
      <SettingTable settings={operation.settings} />
    </div>
  );
};

const Refreshes = ({ models }: Pick<Operation, "models">): JSX.Element => {
  const { text, format, times } = useWords();
  return (
    <section class="panel">
      <h2>{text.operate.refresh}</h2>
      <p class="soft">{text.operate.refreshReading}</p>
      <table>
        <TableHead
          columns={[text.operate.model, text.operate.state, [text.operate.failures, "numeric"]]}
        />
        <tbody>
          {models.map(({ model, failures, staleSeconds, problem }) => (
            <tr key={model}>
              <th scope="row">{model}</th>
              <td>
                {problem === null ? (
                  <span class="badge good">{text.operate.works}</span>
                ) : (
                  <>
                    <span class="badge bad">{text.operate.staleFor(times.ago(staleSeconds))}</span>{" "}
                    <span class="soft">{problem}</span>
                  </>
                )}
              </td>
              <td class="numeric">{format.count(failures)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
