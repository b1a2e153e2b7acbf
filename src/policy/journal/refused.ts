/**
 * What a journal says by itself of rows: those that it refuses, and those of which it could not do what it should.
 *
 * @module
 */
import { Outcome, type Rejected } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** The status of a row that contradicts another one, or what Thulium has. */
const conflict = 409;

/** The outcome of a row that is not sent, because of what it holds. */
export const refused = (message: string): Rejected => ({
  _tag: "Rejected",
  by: "validation",
  status: conflict,
  message,
  issues: [],
});

/** A row that can't be known again once its content has changed. */
export const keyless: Rejected = /* @__PURE__ */ refused(
  outcomeTexts.noKey,
);

/** A row whose key is another row's. */
export const otherContent: Rejected = /* @__PURE__ */ refused(
  outcomeTexts.keyTwice,
);

/** A row that is not sent, because the store does not work. */
export const unusable = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalUnusable);

/** A row of which the journal itself does not know what became of it. */
export const unsettled = /* @__PURE__ */ Outcome.unknown(outcomeTexts.journalLost);
