import type { InboxRegistration, Registration } from '../../n8n/registration';
import { PROVIDERS } from '../providers';

/** A provider whose received messages can be polled. */
export type PolledProvider = Registration & { readonly inbox: InboxRegistration };

const isPolled = (one: Registration): one is PolledProvider => one.inbox !== undefined;

/** Sorted by name, as the editor lists them. */
export const POLLED: readonly PolledProvider[] = PROVIDERS.filter(isPolled);
