/**
 * The schema of the strict profile: the contract's rules and those of `strict_rules.ts`.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import type { Address, Customer } from "./model.ts";
import { exactly } from "../internal/exactly.ts";
import { type TextRule, words } from "./rules.ts";
import { oneOrMany, optional, schemaParts } from "./schema.ts";
import { disagreementsWithPesel, hasGoodPostcode, strictWords, textRules } from "./strict_rules.ts";

const textThat = ({ holds, word }: TextRule) =>
  schemaParts().text.check(Schema.makeFilter((value: string) => holds(value) || word));

const optionalTextThat = (rule: TextRule) => optional(textThat(rule), words.text);

const polishAddress = () =>
  optional(
    schemaParts().address.check(
      Schema.makeFilter((value: Address) =>
        hasGoodPostcode(value) ? undefined : { path: ["postcode"], issue: strictWords.postcode }
      ),
    ),
    words.object,
  );

/**
 * Schema of a {@linkcode Customer} under the strict profile: NIP and PESEL with their checksums
 * (the PESEL is also compared with `birthdate` and `gender`), e-mail addresses, ISO dates of birth,
 * Polish postcodes in addresses that name no other country.
 */
export const StrictCustomer: Schema.Codec<Customer> = /* @__PURE__ */ (() => {
  const address = polishAddress();
  return exactly<Customer>()(
    Schema.Struct({
      ...schemaParts().fields,
      email: oneOrMany(textThat(textRules.email)),
      birthdate: optionalTextThat(textRules.birthdate),
      nip: optionalTextThat(textRules.nip),
      pesel: optionalTextThat(textRules.pesel),
      address,
      invoice_address: address,
      mail_drop_address: address,
    }).annotate({ message: words.object }).check(
      Schema.makeFilter((customer: Customer) =>
        disagreementsWithPesel(customer).map(({ field, word }) => ({ path: [field], issue: word }))
      ),
    ),
  );
})();
