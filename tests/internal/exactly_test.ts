/** Checked by the compiler: each line below must fail to type-check without its directive. */
import { exactly } from "../../src/internal/exactly.ts";
import * as Schema from "effect/Schema";

interface Model {
  readonly surname: string;
  readonly name?: string | undefined;
}

const surname = Schema.String;
const name = Schema.optional(Schema.String);

Deno.test("exactly() takes a schema that is the interface, and no other", () => {
  exactly<Model>()(Schema.Struct({ surname, name }));
  // @ts-expect-error a field is missing
  exactly<Model>()(Schema.Struct({ name }));
  // @ts-expect-error an optional field is missing
  exactly<Model>()(Schema.Struct({ surname }));
  // @ts-expect-error there is one too many
  exactly<Model>()(Schema.Struct({ surname, name, nip: name }));
  // @ts-expect-error an optional field is misspelt
  exactly<Model>()(Schema.Struct({ surname, nmae: name }));
  // @ts-expect-error a type differs
  exactly<Model>()(Schema.Struct({ surname, name: Schema.optional(Schema.Finite) }));
  // @ts-expect-error required is not optional
  exactly<Model>()(Schema.Struct({ surname, name: Schema.String }));
});
