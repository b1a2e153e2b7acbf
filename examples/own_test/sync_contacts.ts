/**
 * Code of your own that uses this module: it adds the new contacts of a CRM to Thulium and updates the state of each
 * contact. `sync_contacts_test.ts` tests it.
 */
import {
  addCustomers,
  type BatchCall,
  type BatchError,
  type Outcome,
} from "@thulium-effect/batch-customers";
import * as Effect from "effect/Effect";

/** A contact and its state in Thulium. */
export interface Contact {
  readonly surname: string;
  readonly state: "new" | "added" | "refused" | "to be checked";
  readonly thuliumId?: string;
}

/** Adds the new contacts. A contact that may have been added is never sent again: a person has to check it. */
export const syncContacts = (
  contacts: ReadonlyArray<Contact>,
): Effect.Effect<ReadonlyArray<Contact>, BatchError, BatchCall> => {
  const isNew = ({ state }: Contact) => state === "new";
  const customers = contacts.filter(isNew).map(({ surname }) => ({ surname }));
  return Effect.map(addCustomers(customers), ({ outcomes }) => {
    const inOrder = outcomes.values();
    return contacts.map((contact) =>
      isNew(contact) ? after(contact, inOrder.next().value) : contact
    );
  });
};

const after = (contact: Contact, outcome: Outcome | undefined): Contact => {
  switch (outcome?._tag) {
    case "Created":
    case "Updated":
    case "Unchanged":
      return { ...contact, state: "added", thuliumId: outcome.customerId };
    case "Rejected":
      return { ...contact, state: "refused" };
    case "Unknown":
      return { ...contact, state: "to be checked" };
    case "NotSent":
    case undefined:
      return contact;
  }
};
