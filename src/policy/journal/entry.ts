/**
 * What a journal notes of a customer, and what that says the next time. The format is specified in
 * `journal.ts`.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import { fingerprintOf } from "../../internal/fingerprint.ts";
import { Outcome } from "../../outcome/model.ts";

/** What is known of a customer: state, fingerprint, and the id or status that goes with the state. */
export type Entry = readonly [
  state: "s" | "u" | "c" | "r" | "n",
  fingerprint: string,
  detail?: string,
];

/** What the journal knows of a customer that is to be sent. */
export type Knowledge =
  | { readonly _tag: "Send" }
  | { readonly _tag: "InDoubt" }
  | { readonly _tag: "Decided"; readonly outcome: Outcome };

/** Each customer is compared, noted and noted again, and hashed once. */
const fingerprints = new WeakMap<BatchItem, string>();

/** A customer's fingerprint. */
export const fingerprint = (item: BatchItem): string => {
  const known = fingerprints.get(item);
  if (known !== undefined) return known;
  const made = fingerprintOf(item.json);
  fingerprints.set(item, made);
  return made;
};

/** What is noted of a customer with an outcome. */
export const entryOf = (item: BatchItem, outcome: Outcome | undefined): Entry => {
  const print = fingerprint(item);
  switch (outcome?._tag) {
    case "Created":
      return ["c", print, outcome.customerId];
    case "Rejected":
      return ["r", print, String(outcome.status)];
    case "NotSent":
      return ["n", print];
    case "Unknown":
    case undefined:
      return ["u", print];
  }
};

/** What an entry says of the customer that is at its index now. */
export const knowledgeOf = (item: BatchItem, entry: Entry | "lost" | undefined): Knowledge => {
  if (entry === undefined) return { _tag: "Send" };
  if (entry === "lost") return { _tag: "InDoubt" };
  const [state, print, detail = ""] = entry;
  const isSame = print === fingerprint(item);
  switch (state) {
    case "n":
      return { _tag: "Send" };
    case "r":
      return isSame
        ? decidedAs(Outcome.rejected(Number(detail), rejectedBefore))
        : { _tag: "Send" };
    case "c":
      return isSame ? decidedAs(Outcome.created(detail)) : moved;
    case "s":
    case "u":
      return isSame ? { _tag: "InDoubt" } : moved;
  }
};

/** Knowledge that needs no call. */
export const decidedAs = (outcome: Outcome): Knowledge => ({ _tag: "Decided", outcome });

/** Whether an entry is of a customer that was or may have been created. */
export const mayExist = ([state]: Entry): boolean =>
  state === "c" || state === "s" || state === "u";

const rejectedBefore = "Thulium rejected this customer in an earlier run";
/** The journal has another customer at this index, and that one may exist. */
export const moved: Knowledge = decidedAs(
  Outcome.notSent("not sent: the journal has other customers, so the input has changed"),
);
