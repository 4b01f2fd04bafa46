import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';
import { at } from './json.mts';

/** What a monitoring system posts to the workflow of the failover scene. */
export const OUTAGE = { host: 'db-1', problem: 'No answer for 5 minutes' };

/** ClickSend is down: every connection to it breaks before it has seen the request. */
export const CLICKSEND_DOWN = { wire: 'clicksend', kind: 'resetBefore', times: 1000 } as const;
/** The code of that in the attempts. n8n's versions wrap it differently; the pack has to find it. */
const BROKEN = 'ECONNRESET';

/**
 * The text that must arrive at each number: through SUBMAIL, hence with its signature. Written down
 * here once more, so that the demo does not check n8n against itself.
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

/** The story of an item of Send SMS, one line for each attempt. */
export function tellAttempts(item: unknown): string[] {
	return attemptsOf(item).map((attempt) => {
		const word = (...path: string[]) => {
			const value = at(attempt, ...path);
			return typeof value === 'string' ? value : undefined;
		};
		const id = word('messageId');
		const code = word('failure', 'code');
		const reason = [word('failure', 'message'), code && `[${code}]`].filter(Boolean).join(' ');
		const detail = reason || (id ? `message ${id}` : 'no details');
		return `${word('provider')}: ${word('outcome')} (${detail})`;
	});
}

/**
 * What is wrong with a run of the failover scene, one sentence each; nothing when all is well.
 *
 * @param items   the output of Send SMS
 * @param arrived the messages that reached the phones
 */
export function findFailoverFaults(
	expected: readonly Text[],
	arrived: ReadonlyArray<Pick<PhoneMessage, 'to' | 'text' | 'provider'>>,
	items: readonly unknown[],
): string[] {
	const told = (count: number, what: string) => `Send SMS tells of ${count} ${what}`;
	const faults = findFaults(expected, arrived);
	if (items.length !== expected.length) {
		faults.push(told(items.length, `messages instead of ${expected.length}`));
	}
	for (const item of items) {
		const made = attemptsOf(item).filter((attempt) => at(attempt, 'skipped') !== true);
		const story = made.map((attempt) => at(attempt, 'provider'));
		if (story.join() !== 'clickSend,submail' || at(item, 'provider') !== 'submail') {
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
