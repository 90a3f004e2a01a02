/** A body that is cheap to send and may be dear to read: what to send, where to. */
export interface Shape {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly headers?: readonly string[];
  readonly start: string;
  /** Repeated until the body is as large as wanted. */
  readonly piece: string;
  readonly end: string;
}

const json = (name: string, path: string, start: string, piece: string, end: string): Shape => ({
  name,
  path,
  type: "application/json",
  start,
  piece,
  end,
});

const V1 = "/v1/models/filas/prediction";
const MLFLOW = "/models/filas/invocations";
const V2 = "/v2/models/filas/infer";

/** Bodies of every protocol, each as dear as its kind can be. */
export const SHAPES: readonly Shape[] = [
  json("v1, one row of many numbers", V1, '{"a":[', "1,", "1]}"),
  json("v1, many rows without a field", V1, "[", "{},", "{}]"),
  json("v1, many names", V1, '{"a":1', ',"b0":1', "}"),
  json("v1, one name again and again", V1, '{"a":1', ',"a":1', "}"),
  json("v1, many short texts", V1, '["a"', ',"b"', "]"),
  json("v1, one long text", V1, '{"a":"', "a", '"}'),
  json("v1, a text of escapes", V1, '{"a":"', "\\u00e9", '"}'),
  json("v1, deep", V1, "", "[", ""),
  json("v1, deep in objects", V1, "", '{"a":', ""),
  json("v1, blanks", V1, "[", " ", "]"),
  json("v1, a long number", V1, "[", "9", "]"),
  json(
    "MLflow, a wide frame",
    MLFLOW,
    '{"dataframe_split":{"columns":["a"],"data":[[',
    "1,",
    "1]]}}",
  ),
  json(
    "MLflow, many columns",
    MLFLOW,
    '{"dataframe_split":{"columns":["a"',
    ',"a"',
    '],"data":[]}}',
  ),
  json("MLflow, many records", MLFLOW, '{"dataframe_records":[', '{"age":1},', "{}]}"),
  json("MLflow, inputs", MLFLOW, '{"inputs":{"age":[', "1,", "1]}}"),
  json("MLflow, NaN again and again", MLFLOW, '{"inputs":{"age":[', "NaN,", "1]}}"),
  { ...json("MLflow, a CSV of commas", MLFLOW, "age\n", ",", "\n"), type: "text/csv" },
  { ...json("MLflow, a CSV of lines", MLFLOW, "age\n", "1\n", ""), type: "text/csv" },
  { ...json("MLflow, a CSV of quotes", MLFLOW, "age\n", '"",', "\n"), type: "text/csv" },
  json(
    "v2, one long tensor",
    V2,
    '{"inputs":[{"name":"age","shape":[1],"datatype":"INT64","data":[',
    "1,",
    "1]}]}",
  ),
  json("v2, many tensors", V2, '{"inputs":[', '{"name":"age"},', "{}]}"),
  {
    ...json(
      "v2, binary texts",
      V2,
      '{"inputs":[{"name":"age","shape":[9],"datatype":"BYTES"}]}',
      "\0",
      "",
    ),
    type: "application/octet-stream",
    headers: ["inference-header-content-length: 60"],
  },
];

/** The body of a shape, of about so many bytes. */
export const bodyOf = ({ start, piece, end }: Shape, bytes: number): Buffer => {
  const times = Math.floor((bytes - start.length - end.length) / piece.length);
  const body = Buffer.alloc(start.length + times * piece.length + end.length, piece);
  body.write(start);
  body.fill(piece, start.length, body.length - end.length);
  body.write(end, body.length - end.length);
  return body;
};
