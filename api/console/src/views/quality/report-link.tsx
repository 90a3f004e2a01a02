import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { askFile, Fault } from "../../api/ask.js";
import { urls } from "../../api/urls.js";
import { FaultNote } from "../../parts/fault-note.js";
import { useSession } from "../../parts/session.js";
import { useWords } from "../../text/words.js";

interface ReportLinkProps {
  readonly model: string;
  readonly version: string;
}

/** Leads to the whole report. A link cannot show a key, so with one the report is saved as a file. */
export const ReportLink = ({ model, version }: ReportLinkProps): JSX.Element => {
  const { quality } = useWords().text;
  const { scheme } = useSession();
  const [fault, setFault] = useState<Fault>();
  const url = urls.reportPage(model);
  if (scheme === undefined) return <a href={url}>{quality.report}</a>;

  const save = async (): Promise<void> => {
    try {
      saveAs(await askFile(url), `${model}-${version}.html`);
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof Fault ? error : new Fault(0));
    }
  };
  return (
    <div>
      <button type="button" class="quiet" onClick={() => void save()}>
        {quality.saveReport}
      </button>
      {fault !== undefined && <FaultNote fault={fault} />}
    </div>
  );
};

const saveAs = (file: Blob, name: string): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
};

const REVOKE_MS = 60_000;
