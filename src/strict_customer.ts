/**
 * The strict profile's schema: the contract's rules, and on top of them checks of Polish data that Thulium
 * does not promise to make. Opt-in, because it refuses customers that Thulium may accept.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { type Address, type Customer, oneOrMany, optional, schemaParts } from "./customer.ts";
import { exactly } from "./exactly.ts";
import { strictWords, words } from "./rule_words.ts";
import {
  disagreementsWithPesel,
  hasGoodPostcode,
  type TextRule,
  textRules,
} from "./strict_rules.ts";

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
 * (PESEL also against `birthdate` and `gender` where these can be read), e-mail addresses, ISO
 * dates of birth, Polish postcodes in addresses that name no other country.
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
