# Holds the answers of an api against its own OpenAPI document; smoke-test.sh asks.

def schema_of($document):
  if has("$ref") then $document.components.schemas[."$ref" | split("/") | last] | schema_of($document) else . end;

def is($kind):
  if $kind == "integer" then type == "number" and . == floor
  elif $kind == "number" then type == "number" and (isnan or isinfinite | not)
  else type == $kind end;

# Whether a value is what a schema says, as far as the document says it.
def fits($document; $given):
  . as $value
  | ($given | schema_of($document)) as $schema
  | if $schema.oneOf then any($schema.oneOf[]; . as $one | $value | fits($document; $one))
    else
      ($schema.type == null or any([$schema.type] | flatten | .[]; . as $kind | $value | is($kind)))
      and ($schema.enum == null or any($schema.enum[]; . == $value))
      and (if type == "number" then
          ($schema.minimum == null or . >= $schema.minimum) and ($schema.maximum == null or . <= $schema.maximum)
        elif type == "object" then
          (($schema.required // []) - keys == [])
          and ($schema.additionalProperties != false or keys - ($schema.properties | keys) == [])
          and all(to_entries[]; . as $field | $schema.properties[$field.key] as $of
            | $of == null or ($field.value | fits($document; $of)))
        elif type == "array" then
          length >= ($schema.minItems // 0) and ($schema.maxItems == null or length <= $schema.maxItems)
          and ($schema.items == null or all(.[]; fits($document; $schema.items)))
        else true end)
    end;

# Whether a value is the one that the document states; the last bits of a number may differ.
def equals($stated):
  if type == "number" and ($stated | type) == "number" then
    (. - $stated | fabs) <= 1e-9 * ([1, ($stated | fabs)] | max)
  elif type == "array" and ($stated | type) == "array" then
    length == ($stated | length) and all(range(length) as $i | [.[$i], $stated[$i]]; .[1] as $one | .[0] | equals($one))
  elif type == "object" and ($stated | type) == "object" then
    keys == ($stated | keys) and all(keys[] as $key | [.[$key], $stated[$key]]; .[1] as $one | .[0] | equals($one))
  else . == $stated end;

# The operations of a model, as they can be asked.
def operations($model):
  . as $document
  | any(.tags[]; .name == $model and ."x-privacy" == "sensitive") as $sensitive
  | .paths | to_entries[] | .key as $path
  | .value | to_entries[] | .key as $method
  | .value | select(.tags[0] == $model)
  | [.parameters[]? | select(.in == "path" and has("example"))] as $keys
  | .requestBody.content["application/json"].examples.row as $row
  | .responses["200"].content["application/json"] as $answer
  | (.operationId | ltrimstr("\($model).")) as $operation
  | {
      $model, $path, $sensitive, $operation, byKey: ($keys != []), byRow: ($row != null),
      method: ($method | ascii_upcase),
      target: (reduce $keys[] as $key ($path; split("{\($key.name)}") | join($key.example | tostring | @uri))),
      body: $row.value,
      schema: $answer.schema,
      stated: $answer.examples.row
    };

# What can be asked of a model: its urls by key with a key of the release, and its prediction with a row of the release; else
# its description. A url that takes a key in a body is left out where the document shows no such key.
def asks($model):
  [operations($model)] as $all
  | [$all[] | select((.byKey and (.operation == "entityFeatures" or .operation == "entityPrediction"))
      or (.byRow and .operation == "predict"))] as $questions
  | if $questions == [] then $all[] | select(.operation == "describe") else $questions[] end;

# Whether an answer is right: of its schema, and the stated one where there is one.
def is_right($document; $ask):
  fits($document; $ask.schema) and ($ask.stated == null or equals($ask.stated.value));
