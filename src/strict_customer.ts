/**
 * The strict profile: the contract's rules, and on top of them checks of Polish data that Thulium
 * does not promise to make. Opt-in, because it refuses customers that Thulium may accept. A blank
 * value counts as not given and passes.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import {
  type Address,
  addressStruct,
  type Customer,
  customerFields,
  oneOrMany,
  optional,
  text,
} from "./customer.ts";
import { exactly } from "./exactly.ts";
import { isIsoDate, isNip, isPolishPostcode, readGender, readPesel } from "./polish_ids.ts";

/** The WHATWG HTML standard's "valid e-mail address", which browsers apply to `type="email"`. */
const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

const isBlank = (value = ""): boolean => value.trim() === "";

const textThat = (holds: (value: string) => boolean, message: string) =>
  text.check(Schema.makeFilter((value: string) => isBlank(value) || holds(value) || message));

const optionalTextThat = (holds: (value: string) => boolean, message: string) =>
  optional(textThat(holds, message), "must be text");

const isForeign = ({ country }: Address): boolean =>
  !/^(pl|pol|polska|poland)?$/i.test((country ?? "").trim());

const address = optional(
  addressStruct.check(
    Schema.makeFilter((value: Address) =>
      isForeign(value) || isBlank(value.postcode) || isPolishPostcode(value.postcode ?? "")
        ? undefined
        : { path: ["postcode"], issue: "must be a Polish postcode, NN-NNN" }
    ),
  ),
  "must be an object",
);

const agreesWithPesel = ({ birthdate, gender, pesel }: Customer) => {
  const facts = readPesel(pesel ?? "");
  if (facts === undefined) return undefined;
  const given = readGender(gender ?? "");
  return [
    ...(isIsoDate(birthdate ?? "") && birthdate !== facts.birthdate
      ? [{ path: ["birthdate"], issue: "must be the date of birth that the PESEL says" }]
      : []),
    ...(given !== undefined && given !== facts.gender
      ? [{ path: ["gender"], issue: "must be the gender that the PESEL says" }]
      : []),
  ];
};

/**
 * Schema of a {@linkcode Customer} under the strict profile: NIP and PESEL with their checksums
 * (PESEL also against `birthdate` and `gender` where these can be read), e-mail addresses, ISO
 * dates of birth, Polish postcodes in addresses that name no other country.
 */
export const StrictCustomer: Schema.Codec<Customer> = exactly<Customer>()(
  Schema.Struct({
    ...customerFields,
    email: oneOrMany(textThat((value) => email.test(value), "must be an e-mail address")),
    birthdate: optionalTextThat(isIsoDate, "must be a date, YYYY-MM-DD"),
    nip: optionalTextThat(isNip, "must be a NIP: ten digits with a right checksum"),
    pesel: optionalTextThat(
      (value) => readPesel(value) !== undefined,
      "must be a PESEL: eleven digits with a real date and a right checksum",
    ),
    address,
    invoice_address: address,
    mail_drop_address: address,
  }).annotate({ message: "must be an object" }).check(Schema.makeFilter(agreesWithPesel)),
);
