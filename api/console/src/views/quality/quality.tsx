import type { JSX } from "preact";

import type { ModelReport } from "../../api/about-types.js";
import type { ModelDescription } from "../../api/types.js";
import { urls } from "../../api/urls.js";
import { Asked } from "../../parts/asked.js";
import { useWords } from "../../text/words.js";
import { CalibrationPlot, DecilePlot, RocPlot } from "./plots.js";
import { ChecksTable, MetricsTable } from "./metrics.js";
import { ImportanceBars } from "./importance.js";
import { ReportLink } from "./report-link.js";
import { ThresholdView } from "./threshold.js";

/** How good a model is: its metrics, its checks, and pictures of its test. */
export const QualityView = ({ model }: { readonly model: ModelDescription }): JSX.Element => (
  <Asked<ModelReport> url={urls.report(model.model)}>
    {(report) => <Quality model={model} report={report} />}
  </Asked>
);

interface QualityProps {
  readonly model: ModelDescription;
  readonly report: ModelReport;
}

const Quality = ({ model, report }: QualityProps): JSX.Element => {
  const { text, format } = useWords();
  const { evaluation, gates } = report;
  const { calibration, roc, deciles, importance, observations } = evaluation ?? {};
  return (
    <div class="stack">
      <section class="panel">
        <div class="head-line">
          <h2>{text.quality.metrics}</h2>
          {evaluation !== null && <ReportLink {...report} />}
        </div>
        {observations !== undefined && (
          <p class="soft">{text.quality.metricsReading(format.count(observations))}</p>
        )}
        {Object.keys(report.metrics).length === 0 ? (
          <p class="note">{text.quality.noMetrics}</p>
        ) : (
          <MetricsTable metrics={report.metrics} intervals={evaluation?.intervals?.metrics ?? {}} />
        )}
        {evaluation === null && <p class="note">{text.quality.none}</p>}
      </section>
      {report.threshold !== null && report.classes === null && <ThresholdView model={model} />}
      <div class="pair">
        {calibration !== undefined && calibration.length > 0 && (
          <CalibrationPlot points={calibration} />
        )}
        {roc !== undefined && roc.length > 0 && <RocPlot points={roc} />}
        {deciles !== undefined && deciles.length > 0 && <DecilePlot points={deciles} />}
        {importance !== undefined && <ImportanceBars importance={importance} />}
      </div>
      {gates.length > 0 && <ChecksTable gates={gates} />}
    </div>
  );
};
