/** JSON values for properties. */
import * as Arbitrary from "effect/Arbitrary";
import * as Schema from "effect/Schema";

/**
 * Any JSON, but for keys that are one backslash. After an object with such a key the `JSON.parse` of Deno 2.9 takes a key
 * that is one escape, at the same place of another object, for a backslash too: `{"x":1,"\n":0}` after `{"x":1,"\\":1}`.
 */
export const anyJson: Arbitrary.Arbitrary<Schema.Json> = Arbitrary.filter(
  Arbitrary.schema(Schema.Json),
  (value) => !JSON.stringify(value).includes('"\\\\":'),
);
