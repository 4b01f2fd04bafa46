import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';
import { tellAttempts } from './failover.mts';
import { at } from './json.mts';

/** The alert that a monitoring system posts to the workflow of the delivery scene. */
export const FAILURE = { host: 'db-2', problem: 'Disk full' };

/** A message at a phone; a text if it has no channel. */
type Arrived = Pick<PhoneMessage, 'to' | 'text' | 'provider' | 'channel'>;

/**
 * What the carriers do: that of the own phone (SMSMobileAPI) delivers nothing, and that of ClickSend
 * reaches only the first recipient.
 */
export function carrierOf({ provider, to }: Arrived, [first]: readonly string[]) {
	return provider === 'clickSend' && to === first ? 'delivered' : 'undelivered';
}

/**
 * What must arrive at the phones, call included. It is built here independently, so that the demo does
 * not check n8n against itself.
 */
export function expectedMessages(
	{ host, problem }: typeof FAILURE,
	numbers: readonly string[],
): Arrived[] {
	const text = `DOWN ${host}: ${problem}`;
	return numbers.flatMap((to, position): Arrived[] => [
		{ to, text, provider: 'smsMobileApi' },
		{ to, text, provider: 'clickSend' },
		...(position === 0 ? [] : [{ to, text, provider: 'clickSend', channel: 'voice' } as const]),
	]);
}

/** The messages as texts that say their channel and provider. */
export const labelled = (messages: readonly Arrived[]): Text[] =>
	messages.map(({ to, text, provider, channel = 'sms' }) => ({
		to,
		text: `${text} (${channel} through ${provider})`,
	}));

/**
 * The problems with a run of the delivery scene, one line each; empty when all is well.
 *
 * @param items   the output of Send SMS
 * @param arrived the messages that reached the phones
 */
export function findDeliveryFaults(
	alert: typeof FAILURE,
	numbers: readonly string[],
	arrived: readonly Arrived[],
	items: readonly unknown[],
): string[] {
	const expected = labelled(expectedMessages(alert, numbers));
	const faults = findFaults(expected, labelled(arrived));
	if (items.length !== numbers.length) {
		faults.push(`Send SMS tells of ${items.length} messages instead of ${numbers.length}`);
	}
	items.forEach((item, position) => {
		const told = position === 0 ? at(item, 'delivery', 'status') : at(item, 'channel');
		const wanted = position === 0 ? 'delivered' : 'call';
		if (told === wanted) return;
		faults.push(`not told as ${wanted}: ${tellAttempts(item).join(', ')}`);
	});
	return faults;
}
