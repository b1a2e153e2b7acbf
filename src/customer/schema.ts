/**
 * Builds the schemas of a customer from the table of fields: one schema per kind of value.
 *
 * Everything is made on demand, so that a program that uses no schema does not bundle any.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { addressFields, customerFields, updateFields } from "./fields.ts";
import { idFault, isBlank, isId, isPhone, isSafeId, words } from "./rules.ts";

/** A field that may be left out, or be `undefined`. */
export const optional = <S extends Schema.Top>(schema: S, message: string) =>
  Schema.optionalKey(Schema.UndefinedOr(schema).annotate({ message }));

/** A field of an update that may be left out, or be `undefined` or `null`. */
const changeable = <S extends Schema.Top>(schema: S, message: string) =>
  Schema.optionalKey(Schema.NullishOr(schema).annotate({ message }));

const oneOrManyOf = <S extends Schema.Top>(one: S) => Schema.Union([one, Schema.Array(one)]);

/** A value, or a list of values. */
export const oneOrMany = <S extends Schema.Top>(one: S) => optional(oneOrManyOf(one), words.texts);

/** The kind of value of each field. */
type Kinds = { readonly [field: string]: string };

/** A schema for each kind of value. */
type Schemas = { readonly [kind: string]: Schema.Top };

type StructFields<Of extends Kinds, With extends Schemas> = {
  readonly [field in keyof Of]: NonNullable<With[Of[field]]>;
};

const fieldsOf = <const Of extends Kinds, const With extends Schemas>(
  kinds: Of,
  schemas: With,
): StructFields<Of, With> =>
  Object.fromEntries(
    Object.entries(kinds).map(([field, kind]) => [field, schemas[kind]]),
  ) as StructFields<Of, With>;

const makeValues = () => {
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
  return {
    text,
    texts: oneOrManyOf(text),
    phones: oneOrManyOf(phone),
    id: Schema.Union([Schema.String, idNumber]),
    customFields: Schema.Record(Schema.String, customField),
  };
};

let values: ReturnType<typeof makeValues> | undefined;

const makeParts = () => {
  const { customFields, id, phones, text, texts } = values ??= makeValues();
  const kinds = {
    surname: text
      .check(Schema.makeFilter((value: string) => !isBlank(value) || words.blank))
      .annotateKey({ messageMissingKey: words.required }),
    text: optional(text, words.text),
    texts: optional(texts, words.texts),
    phones: optional(phones, words.texts),
    id: optional(id, words.id),
    flag: optional(Schema.Boolean, words.flag),
    customFields: optional(customFields, words.object),
  };
  const address = Schema.Struct(fieldsOf(addressFields, kinds));
  const fields = fieldsOf(customerFields, { ...kinds, address: optional(address, words.object) });
  return { text, address, fields };
};

let parts: ReturnType<typeof makeParts> | undefined;

/** The parts from which the schemas of customers are put together; made once. */
export const schemaParts = (): ReturnType<typeof makeParts> => parts ??= makeParts();

/** The fields of the schema of an update. */
export const updateSchemaFields = () => {
  const { customFields, id, phones, text, texts } = values ??= makeValues();
  const kinds = {
    customerId: Schema.Union([Schema.String, Schema.Finite.annotate({ message: words.customerId })])
      .annotate({ message: words.customerId })
      .check(Schema.makeFilter((value: string | number) => isId(value) || idFault(value)))
      .annotateKey({ messageMissingKey: words.required }),
    text: changeable(text, words.text),
    texts: changeable(texts, words.texts),
    phones: changeable(phones, words.texts),
    id: changeable(id, words.id),
    flag: changeable(Schema.Boolean, words.flag),
    customFields: changeable(customFields, words.object),
  };
  const address = Schema.Struct(fieldsOf(addressFields, kinds));
  return fieldsOf(updateFields, { ...kinds, address: changeable(address, words.object) });
};
