/**
 * What outcomes say to people when no failed call explains them. As in `error_texts.ts`, a text holds no `; ` and no
 * number, so that the importer can say it in another language: see its `polishOutcomes`.
 *
 * @module
 */

/** The texts in English. */
export const outcomeTexts = {
  ended: "the import ended before this customer was sent",
  endedInDoubt: "the import ended before Thulium answered",
  userRefused: "not sent, because Thulium had already refused the user",
  died: "the call died of a defect of the program",
  lost: "the call lost this customer's outcome",
  sendLater: "Thulium asked to send this customer later",
  noStatus: "Thulium's answer has no status for this customer",
  otherCustomer: "Thulium's answer names another customer",
  noId: "Thulium's answer has no customer_id for this customer",
  failedAtCustomer: "Thulium failed at this customer",
  earlierAdd: "an earlier attempt may have created this customer",
  earlierUpdate: "an earlier attempt may have changed this customer",
  mayExist: "may have been created",
  provedAbsent: "was not created: the lookup found no such customer",
  notFoundYet: "the lookup did not find it, but Thulium may still be working on the request",
  anotherRow: "the customer with its key is another row",
  several: "the lookup found several customers with its key",
  tooMany: "the lookup found too many other customers",
  otherSurname: "the customer with its key has another surname",
  othersOnly: "the lookup found other customers only",
  otherForm: "the lookup did not find it, but Thulium may have stored its key in another form",
  lookupFailed: "the lookup failed",
  otherRun: "another run is sending it, or was when it was cut off",
  noLookup: "may have been created by an earlier run, and could not be looked up",
  otherRunCreated: "may have been created by another run",
  rateWait: "not sent, because the rate limit would have made it wait too long",
  mayNotLookUp: "this user may not look customers up",
  hadOutcome: "not sent: the call had its outcome already",
  twice: "may have been created: it was twice in one request",
  takenOver: "not sent: another run has taken it over",
  journalLost: "the journal lost this customer's outcome",
  journalUnusable: "not sent: the journal could not be used",
  journalUnwritable: "not sent: the journal could not be written",
  journalSlow: "not sent: the journal takes too long to answer",
  journalUnreadable: "the journal could not be read",
} as const;
