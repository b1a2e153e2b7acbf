/**
 * Builds the schemas of a customer from the table of fields: one schema per kind of value.
 *
 * Everything is made on demand, so that a program that uses no schema does not bundle any.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { addressFields, customerFields, type FieldKinds } from "./fields.ts";
import { isBlank, isPhone, isSafeId, words } from "./rules.ts";

/** A field that may be left out, or be `undefined`. */
export const optional = <S extends Schema.Top>(schema: S, message: string) =>
  Schema.optionalKey(Schema.UndefinedOr(schema).annotate({ message }));

/** A value, or a list of values. */
export const oneOrMany = <S extends Schema.Top>(one: S) =>
  optional(Schema.Union([one, Schema.Array(one)]), words.texts);

/** A schema for each kind of value. */
type Schemas = { readonly [kind in FieldKinds[string]]?: Schema.Top };

type StructFields<Kinds extends FieldKinds, Of extends Schemas> = {
  readonly [field in keyof Kinds]: NonNullable<Of[Kinds[field]]>;
};

const fieldsOf = <const Kinds extends FieldKinds, const Of extends Schemas>(
  kinds: Kinds,
  schemas: Of,
): StructFields<Kinds, Of> =>
  Object.fromEntries(
    Object.entries(kinds).map(([field, kind]) => [field, schemas[kind]]),
  ) as StructFields<Kinds, Of>;

const makeParts = () => {
  const text = Schema.String.annotate({ message: words.text });
  const phone = text.check(Schema.makeFilter((value: string) => isPhone(value) || words.phone));
  const finite = Schema.Number.check(Schema.isFinite({ message: words.finite }));
  const idNumber = finite.check(
    Schema.makeFilter((value: number) => !Number.isFinite(value) || isSafeId(value) || words.exact),
  );
  const customField = Schema.Union([
    Schema.String,
    finite,
    Schema.Boolean,
    Schema.Null,
    Schema.Undefined,
  ]).annotate({ message: words.customField });
  const kinds = {
    surname: text
      .check(Schema.makeFilter((value: string) => !isBlank(value) || words.blank))
      .annotateKey({ messageMissingKey: words.required }),
    text: optional(text, words.text),
    texts: oneOrMany(text),
    phones: oneOrMany(phone),
    id: optional(Schema.Union([Schema.String, idNumber]), words.id),
    flag: optional(Schema.Boolean, words.flag),
    customFields: optional(Schema.Record(Schema.String, customField), words.object),
  };
  const address = Schema.Struct(fieldsOf(addressFields, kinds));
  const fields = fieldsOf(customerFields, { ...kinds, address: optional(address, words.object) });
  return { text, address, fields };
};

let parts: ReturnType<typeof makeParts> | undefined;

/** The parts from which the schemas of customers are put together; made once. */
export const schemaParts = (): ReturnType<typeof makeParts> => parts ??= makeParts();
