/** One line of values. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const HELP = /^# HELP ([a-zA-Z_:][\w:]*) (.+)$/;
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/;
// Prometheus reads a number as Go does, in any case; prom-client writes "Nan".
const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"(?:,(?!\})|(?=\})))+)\})? (NaN|Nan|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

/**
 * Parses Prometheus's text format strictly: every family has help and a type before its samples, comes once, and holds
 * no sample twice.
 */
export const parsePrometheus = (text: string): Sample[] => {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const samples = new Map<string, Sample>();
  const families = new Set<string>();
  let help = "";
  let names: readonly string[] = [];
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "") continue;
    if (line.startsWith("# HELP")) {
      help = HELP.exec(line)?.[1] ?? "";
      if (help === "" || families.has(help)) throw new Error(`no or a second family: ${line}`);
      families.add(help);
      names = [];
    } else if (line.startsWith("#")) {
      const type = TYPE.exec(line)?.[2];
      if (!line.startsWith(`# TYPE ${help} `) || type === undefined)
        throw new Error(`no type: ${line}`);
      // As `promtool check metrics` has it.
      if ((type === "counter") !== help.endsWith("_total"))
        throw new Error(`a name that ends as another type's: ${line}`);
      names = (SUFFIXES[type] ?? [""]).map((suffix) => help + suffix);
    } else {
      const sample = sampleOf(line);
      if (!names.includes(sample.name)) throw new Error(`outside its family: ${line}`);
      const key = line.slice(0, line.lastIndexOf(" "));
      if (samples.has(key)) throw new Error(`a second time: ${line}`);
      samples.set(key, sample);
    }
  }
  return [...samples.values()];
};

const sampleOf = (line: string): Sample => {
  const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`);
  return {
    name,
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, key, text]) => [key, text])),
    value: Number(value.replace("Inf", "Infinity")),
  };
};

/** The value of the one sample with that name and at least those labels. */
export const valueOf = (
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined => {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  if (found.length > 1) throw new Error(`${found.length} samples of ${name}`);
  return found[0]?.value;
};
