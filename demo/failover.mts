import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';
import { at } from './json.mts';

/** The alert that a monitoring system posts to the workflow of the failover scene. */
export const OUTAGE = { host: 'db-1', problem: 'No answer for 5 minutes' };

/** The fault that takes ClickSend down: every connection breaks before it handles the request. */
export const CLICKSEND_DOWN = { wire: 'clicksend', kind: 'resetBefore', times: 1000 } as const;
/** The error code in the attempts. Versions of n8n wrap it differently; the pack has to find it. */
const BROKEN = 'ECONNRESET';

/**
 * The text that must arrive at each number, with the signature that SUBMAIL needs. It is built here
 * independently, so that the demo does not check n8n against itself.
 */
export function expectedTexts(
	{ host, problem }: typeof OUTAGE,
	numbers: readonly string[],
): Text[] {
	return numbers.map((to) => ({ to, text: `【Sandbox】DOWN ${host}: ${problem}` }));
}

const attemptsOf = (item: unknown): unknown[] => {
	const attempts = at(item, 'attempts');
	return Array.isArray(attempts) ? (attempts as unknown[]) : [];
};

/** The attempts of an output item of Send SMS, one line each. */
export function tellAttempts(item: unknown): string[] {
	return attemptsOf(item).map((attempt) => {
		const textAt = (...path: string[]) => {
			const value = at(attempt, ...path);
			return typeof value === 'string' ? value : undefined;
		};
		const id = textAt('messageId');
		const code = textAt('failure', 'code');
		const reason = [textAt('failure', 'message'), code && `[${code}]`].filter(Boolean).join(' ');
		const detail = reason || (id ? `message ${id}` : 'no details');
		const channel = textAt('channel');
		const who = [textAt('provider'), channel && `(${channel})`].filter(Boolean).join(' ');
		return `${who}: ${textAt('outcome')} (${detail})`;
	});
}

/**
 * The problems with a run of the failover scene, one line each; empty when all is well.
 *
 * @param items   the output of Send SMS
 * @param arrived the messages that reached the phones
 */
export function findFailoverFaults(
	expected: readonly Text[],
	arrived: ReadonlyArray<Pick<PhoneMessage, 'to' | 'text' | 'provider'>>,
	items: readonly unknown[],
): string[] {
	const faults = findFaults(expected, arrived);
	if (items.length !== expected.length) {
		faults.push(`Send SMS tells of ${items.length} messages instead of ${expected.length}`);
	}
	for (const item of items) {
		const made = attemptsOf(item).filter((attempt) => at(attempt, 'skipped') !== true);
		const providers = made.map((attempt) => at(attempt, 'provider'));
		if (providers.join() !== 'clickSend,submail' || at(item, 'provider') !== 'submail') {
			faults.push(
				`not tried at ClickSend and then sent by SUBMAIL: ${tellAttempts(item).join(', ')}`,
			);
		} else if (at(made[0], 'failure', 'code') !== BROKEN) {
			faults.push(`the broken connection is not told as ${BROKEN}: ${tellAttempts(item)[0]}`);
		}
	}
	for (const { to, provider } of arrived) {
		if (provider !== 'submail') faults.push(`did not come through SUBMAIL: the text to ${to}`);
	}
	return faults;
}
