import { protobuf } from "@despliega/storage";

const { bytesOf, doublesOf, floatsOf, packed, readMessage, textsOf, wholesOf } = protobuf;
type Fields = protobuf.Fields;

/** Constant values: numbers, or texts. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: readonly number[] | readonly string[];
}

/** What an operator is given beside its inputs. */
export type Attribute = number | string | readonly number[] | readonly string[] | Constant;

/** An operator with the names of the values that it takes and makes. */
export interface Operator {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** An input of a graph. */
export interface GraphInput {
  readonly name: string;
  readonly precision: "float" | "double" | "text" | "other";
  /** Columns of a row; undefined where the file does not say. */
  readonly width: number | undefined;
}

/** A graph as a file in the format ONNX has it. */
export interface OnnxGraph {
  readonly operators: readonly Operator[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
}

/** Reads the graph of a file. @throws RangeError where the bytes are no such file */
export const readOnnxGraph = (bytes: Buffer): OnnxGraph => {
  const [graph] = bytesOf(readMessage(bytes), 7);
  if (graph === undefined) throw new RangeError("The file has no graph");
  const fields = readMessage(graph);
  const messages = (field: number) => bytesOf(fields, field).map(readMessage);
  const constants = new Map(messages(5).map((each) => [nameOf(each, 8), constantOf(each)]));
  return {
    operators: messages(1).map(operatorOf),
    constants,
    // Old files list constants among the inputs.
    inputs: messages(11)
      .map(inputOf)
      .filter(({ name }) => !constants.has(name)),
    outputs: messages(12).map((each) => nameOf(each, 1)),
  };
};

const nameOf = (fields: Fields, field: number): string => textsOf(fields, field)[0] ?? "";

const FLOAT = 1;
const TEXT = 8;
const DOUBLE = 11;

const PRECISIONS: ReadonlyMap<number, GraphInput["precision"]> = new Map([
  [FLOAT, "float"],
  [TEXT, "text"],
  [DOUBLE, "double"],
] as const);

const inputOf = (fields: Fields): GraphInput => {
  const inner = (from: Fields | undefined, field: number) => {
    const [message] = from === undefined ? [] : bytesOf(from, field);
    return message && readMessage(message);
  };
  const tensor = inner(inner(fields, 2), 1);
  const [type] = tensor === undefined ? [] : wholesOf(tensor, 1);
  const shape = inner(tensor, 2);
  const [, columns] = shape === undefined ? [] : bytesOf(shape, 1).map(readMessage);
  const [width] = columns === undefined ? [] : wholesOf(columns, 1);
  const precision = PRECISIONS.get(type ?? 0) ?? "other";
  return { name: nameOf(fields, 1), precision, width };
};

const operatorOf = (fields: Fields): Operator => ({
  name: nameOf(fields, 4),
  inputs: textsOf(fields, 1),
  outputs: textsOf(fields, 2),
  attributes: new Map(
    bytesOf(fields, 5).map((message) => {
      const own = readMessage(message);
      return [nameOf(own, 1), attributeOf(own)];
    }),
  ),
});

const attributeOf = (fields: Fields): Attribute => {
  switch (wholesOf(fields, 20)[0] ?? 0) {
    case 1:
      return floatsOf(fields, 2)[0] ?? 0;
    case 2:
      return wholesOf(fields, 3)[0] ?? 0;
    case 3:
      return nameOf(fields, 4);
    case 4:
      return constantOf(readMessage(bytesOf(fields, 5)[0]!));
    case 6:
      return floatsOf(fields, 7);
    case 7:
      return wholesOf(fields, 8);
    case 8:
      return textsOf(fields, 9);
    default:
      return [];
  }
};

/** How the numbers of a type are written: the size of one, how it is read, and the field that has them otherwise. */
const NUMBERS: Readonly<
  Record<
    number,
    readonly [number, (raw: Buffer, at: number) => number, (of: Fields) => readonly number[]]
  >
> = {
  [FLOAT]: [4, (raw, at) => raw.readFloatLE(at), (of) => floatsOf(of, 4)],
  [DOUBLE]: [8, (raw, at) => raw.readDoubleLE(at), (of) => doublesOf(of, 10)],
  2: [1, (raw, at) => raw.readUInt8(at), (of) => wholesOf(of, 5)],
  6: [4, (raw, at) => raw.readInt32LE(at), (of) => wholesOf(of, 5)],
  7: [8, (raw, at) => Number(raw.readBigInt64LE(at)), (of) => wholesOf(of, 7)],
};

const constantOf = (fields: Fields): Constant => {
  const shape = wholesOf(fields, 1);
  const how = NUMBERS[wholesOf(fields, 2)[0] ?? 0];
  if (how === undefined) return { shape, values: textsOf(fields, 6) };
  const [size, read, elsewhere] = how;
  const [raw] = bytesOf(fields, 9);
  return {
    shape,
    values: raw === undefined ? elsewhere(fields) : packed(raw, size, (at) => read(raw, at)),
  };
};
