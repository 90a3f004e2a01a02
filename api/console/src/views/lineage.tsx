import type { JSX } from "preact";

import type { ModelLineage } from "../api/about-types.js";
import type { ModelDescription } from "../api/types.js";
import { urls } from "../api/urls.js";
import { Asked } from "../parts/asked.js";
import { VersionName } from "../parts/version-name.js";
import { Scroll } from "../parts/scroll.js";
import { useWords } from "../text/words.js";
import { TableHead } from "../parts/table-head.js";

/** Where a release comes from: its run, its inputs, its commit and its parameters. */
export const LineageView = ({ model }: { readonly model: ModelDescription }): JSX.Element => (
  <Asked<ModelLineage> url={urls.lineage(model.model)}>
    {(lineage) => <Lineage {...lineage} />}
  </Asked>
);

const Lineage = ({
  version,
  created,
  run,
  mlflow,
  inputs,
  trainer,
  parameters,
}: ModelLineage): JSX.Element => {
  const { text, format, times } = useWords();
  const words = text.lineage;
  return (
    <div class="stack">
      <section class="panel">
        <h2>{words.release}</h2>
        <dl class="facts-list">
          <dt>{words.version}</dt>
          <dd>
            <VersionName version={version} />
          </dd>
          <dt>{words.trained}</dt>
          <dd>
            <time dateTime={created}>{times.moment(created)}</time>
          </dd>
          <dt>{words.commit}</dt>
          <dd>{trainer.commit === null ? words.noCommit : <code>{trainer.commit}</code>}</dd>
          <dt>{words.trainer}</dt>
          <dd>{trainer.version}</dd>
          <dt>{words.run}</dt>
          <dd>
            {run === null ? (
              words.noRun
            ) : (
              <>
                <code>{run}</code>
                <p class="soft">
                  {words.runReading} <code>npx despliega runs --id {run}</code>
                </p>
              </>
            )}
          </dd>
          {mlflow !== null && (
            <>
              <dt>MLflow</dt>
              <dd>
                <a href={mlflow} rel="noreferrer">
                  {words.mlflow}
                </a>
                <p class="soft">
                  {words.mlflowReading} <code>despliega.version = {version}</code>
                </p>
              </dd>
            </>
          )}
        </dl>
      </section>
      <section class="panel">
        <h2>{words.inputs}</h2>
        <p class="soft">{words.inputsReading}</p>
        <Scroll name={words.inputs}>
          <table>
            <TableHead
              columns={[
                words.input,
                [words.rows, "numeric"],
                [words.rejected, "numeric"],
                [words.bytes, "numeric"],
                words.digest,
              ]}
            />
            <tbody>
              {inputs.map(({ name, rows, rejected, bytes, sha256 }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td class="numeric">{format.count(rows)}</td>
                  <td class="numeric">{format.count(rejected)}</td>
                  <td class="numeric">{format.count(bytes)}</td>
                  <td>
                    <code class="digest">{sha256}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </section>
      <section class="panel">
        <h2>{words.parameters}</h2>
        <p class="soft">{words.parametersReading}</p>
        <dl class="facts-list">
          {Object.entries(parameters).map(([name, value]) => (
            <>
              <dt key={name}>
                <code>{name}</code>
              </dt>
              <dd>
                <code>{`${value}`}</code>
              </dd>
            </>
          ))}
        </dl>
      </section>
    </div>
  );
};
