import { beforeAll, describe, expect, test } from "@jest/globals";

import { binaryRequest, bytesOf, readBinaryAnswer } from "../../support/binary-tensors.js";
import { COSTLY_CLASSES, THREE_CLASSES, TWO_CLASSES } from "../../support/classes-release.js";
import { SERVING, USERS, type TinyRelease } from "../../support/release.js";
import { apiServing, manyRows, NAMES, recordOf, type Values } from "./support.js";

const CASES: readonly (readonly [string, TinyRelease])[] = [
  ["three classes by the largest probability", THREE_CLASSES],
  ["three classes by costs", COSTLY_CLASSES],
  ["two classes with names", TWO_CLASSES],
];

interface Detailed {
  readonly resultado: readonly [string];
  readonly probabilidades: Readonly<Record<string, number>>;
  readonly contribuciones: Readonly<Record<string, number>>;
}

/** Class and probabilities of a row, in the order of the classes. */
type Answer = readonly [name: string, probabilities: readonly number[]];

describe.each(CASES)("%s", (_, tiny) => {
  const names = tiny.description!.classes!;
  let api: Awaited<ReturnType<typeof apiServing>>;

  beforeAll(async () => {
    api = await apiServing([tiny]);
  });

  const release = () => api.releases.current()[0]!;

  const rowOf = (values: Values) => Float64Array.from(values, (value) => value ?? NaN);

  /** What the release answers, by plain loops. */
  const plain = (values: Values): Answer => {
    const { scorer, manifest } = release();
    const scores = new Float64Array(scorer.outputs);
    scorer.scores(rowOf(values), scores);
    if (names.length === 2) {
      const [score] = scores;
      return [names[score! >= manifest.threshold!.value ? 1 : 0]!, [1 - score!, score!]];
    }
    const costOf = (answer: number) =>
      manifest.costs === undefined
        ? -scores[answer]!
        : scores.reduce((sum, score, code) => sum + score * manifest.costs![code]![answer]!, 0);
    const best = names.reduce((at, _name, code) => (costOf(code) < costOf(at) ? code : at), 0);
    return [names[best]!, [...scores]];
  };

  const ofDetailed = ({ resultado, probabilidades }: Detailed): Answer => [
    resultado[0],
    names.map((name) => probabilidades[name]!),
  ];

  const json = async (url: string, body: object): Promise<unknown> => {
    const { status, text } = await api.request.post(url).send(body);
    expect(status).toBe(200);
    return JSON.parse(text) as unknown;
  };

  const rowsOfTensor = (classes: ArrayLike<unknown>, probabilities: ArrayLike<unknown>) => {
    const all = Array.from(probabilities);
    return Array.from(classes, (name, i) => [
      name,
      all.slice(i * names.length, (i + 1) * names.length),
    ]);
  };

  const tensors = (rows: readonly Values[]) => [
    { name: "rows", shape: [rows.length, NAMES.length], datatype: "FP64", data: rows.flat() },
  ];

  test.each([
    ["on the event loop", 60],
    ["in a thread", 1_200],
  ])("are answered alike by every protocol, %s", async (_where, count) => {
    const rows = [...Object.values(USERS), ...manyRows(count)];
    const expected = rows.map(plain);
    expect(new Set(expected.map(([name]) => name)).size).toBeGreaterThan(1);

    const records = rows.map(recordOf);
    const detailed = (await json("/v1/prediction?detalle=true", records)) as Detailed[];
    expect(detailed.map(ofDetailed)).toEqual(expected);
    const short = (await json("/v1/prediction", records)) as object[];
    expect(short).toEqual(expected.map(([name]) => ({ resultado: [name] })));

    const split = { dataframe_split: { columns: NAMES, data: rows } };
    const mlflow = (await json("/invocations", split)) as { predictions: string[] };
    expect(mlflow.predictions).toEqual(expected.map(([name]) => name));
    const told = (await json("/invocations?detalle=true", split)) as { predictions: Detailed[] };
    expect(told.predictions.map(ofDetailed)).toEqual(expected);

    const { outputs } = (await json("/v2/models/riesgo/infer", { inputs: tensors(rows) })) as {
      outputs: { data: unknown[]; shape: number[]; datatype: string }[];
    };
    expect(outputs.map(({ shape, datatype }) => [datatype, shape])).toEqual([
      ["BYTES", [rows.length]],
      ["FP64", [rows.length, names.length]],
    ]);
    expect(rowsOfTensor(outputs[0]!.data, outputs[1]!.data)).toEqual(expected);

    const { body, headers } = binaryRequest(tensors(rows), {
      parameters: { binary_data_output: true },
    });
    const answer = await api.request
      .post("/v2/models/riesgo/infer")
      .set({ "content-type": "application/octet-stream", ...headers })
      .buffer(true)
      .parse(bytesOf)
      .send(body);
    const binary = readBinaryAnswer(
      answer.body as Buffer,
      answer.headers["inference-header-content-length"],
    );
    expect(rowsOfTensor(binary.outputs[0]!.data, binary.outputs[1]!.data)).toEqual(expected);
  });

  test("are answered by key, with what moved each answer towards the last of two classes, or towards its own", async () => {
    for (const [id, values] of Object.entries(USERS)) {
      const path = SERVING.paths.prediction.replace(":id", id);
      const { body } = await api.request.get(`${path}?detalle=true`);
      const expected = plain(values);
      expect(ofDetailed(body as Detailed)).toEqual(expected);
      const { scorer } = release();
      const code = names.indexOf(expected[0]);
      const { moved } = scorer.contributions(rowOf(values), names.length === 2 ? 0 : code);
      expect(Object.values((body as Detailed).contribuciones)).toEqual(
        JSON.parse(JSON.stringify([...moved])),
      );
      const { text } = await api.request.get(path);
      expect(text).toBe(JSON.stringify({ resultado: [expected[0]] }));
    }
  });

  test("are described by name", async () => {
    const described = await api.request.get("/v1/models/riesgo");
    expect(described.body).toMatchObject({ classes: names });
    const metadata = await api.request.get("/v2/models/riesgo");
    expect(metadata.body).toMatchObject({
      outputs: [
        { name: "class", datatype: "BYTES", shape: [-1] },
        { name: "probabilities", datatype: "FP64", shape: [-1, names.length] },
      ],
    });
  });
});
