import { type Phones } from './phones.mts';
import { type PhoneMessage } from './types.mts';

/** What happens to a message, as providers tell it: accepted now, sent now or at its time. */
export type Stage = 'accepted' | 'sent' | 'delivered' | 'undelivered';

/** Tells every stage of every message, in order. */
export function onStage(
	phones: Phones,
	tell: (stage: Stage, message: Readonly<PhoneMessage>) => void,
): void {
	phones.subscribe((event) => {
		if (event.type === 'message') tell('accepted', event.message);
		if (event.type !== 'message' && event.type !== 'state') return;
		const { message } = event;
		const { state } = message;
		if (state === 'sent' || state === 'delivered' || state === 'undelivered') tell(state, message);
	});
}
