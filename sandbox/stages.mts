import { type Phones } from './phones.mts';
import { type PhoneMessage } from './types.mts';

/** The stages of a message that providers report. A message is sent at once, or when it is due. */
export type Stage = 'accepted' | 'sent' | 'delivered' | 'undelivered';

/** Calls `report` for every stage of every message, in order. */
export function onStage(
	phones: Phones,
	report: (stage: Stage, message: Readonly<PhoneMessage>) => void,
): void {
	phones.subscribe((event) => {
		if (event.type === 'message') report('accepted', event.message);
		if (event.type !== 'message' && event.type !== 'state') return;
		const { message } = event;
		const { state } = message;
		if (state === 'sent' || state === 'delivered' || state === 'undelivered') {
			report(state, message);
		}
	});
}
