/** What the form shows. No answer tells more than its visitor has written. */
import { Outcome } from "@thulium-effect/batch-customers";

/** A message for people, and the names of the fields that are wrong. */
export const answer = (
  status: number,
  message: string,
  fields: ReadonlyArray<string> = [],
): Response => Response.json({ message, fields }, { status });

/** The customer is in Thulium; also said to programs that fill in forms. */
export const thanks = (): Response => answer(201, "Thank you! We will call you back.");

/** The form may be sent again: nobody was created, or the journal knows who was. */
export const later = (): Response => answer(503, "That did not work. Please send the form again.");

const doubtful = "Thank you! If you hear nothing from us until tomorrow, please call.";

/** The answer for what became of the customer. */
export const answerFor = (outcome: Outcome): Response =>
  Outcome.match(outcome, {
    Created: thanks,
    Updated: thanks,
    Unchanged: thanks, // the form was sent before
    Rejected: () => answer(422, "Please check what you have written."),
    NotSent: later,
    // The customer may exist, so the form must not be sent again. Somebody has to look.
    Unknown: ({ message, requestId }) => {
      console.error(`a lead is in doubt: ${message} (request ${requestId})`);
      return answer(202, doubtful);
    },
  });
