/** An incident for which somebody is asked after the other, and the texts and calls that it must cause. */
import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';

/** What a monitoring system posts to the workflow of the escalation scene. */
export const INCIDENT = { host: 'db-3', problem: 'No backup for 24 hours' };

/** What a person does who is asked; `cannotBeTexted`: the provider refuses the text. */
export type Reaction = 'takes it' | 'declines' | 'does not answer' | 'cannotBeTexted';

/** A message at a phone, without the link in it. */
export type Seen = Pick<PhoneMessage, 'to' | 'text'> & { channel: string };

const LINK = /\nhttps?:\/\/\S+$/;

/** The link in a text; `undefined` if there is none. */
export const linkIn = (text = ''): string | undefined => LINK.exec(text)?.[0].trim();

export const seen = ({ to, text = '', channel }: PhoneMessage): Seen => ({
	to,
	text: text.replace(LINK, ''),
	channel: channel ?? 'sms',
});

/**
 * What must arrive at the phones, in this order. It is built here independently, so that the demo does
 * not check n8n against itself.
 *
 * @param people with what each of them does when asked
 */
export function expectedSteps(
	{ host, problem }: typeof INCIDENT,
	people: ReadonlyArray<readonly [number: string, reaction: Reaction]>,
): Seen[] {
	const text = `DOWN ${host}: ${problem}`;
	const taker = people.findIndex(([, reaction]) => reaction === 'takes it');
	const asked = taker < 0 ? people : people.slice(0, taker + 1);
	const texted = asked.filter(([, reaction]) => reaction !== 'cannotBeTexted').map(([to]) => to);
	const questions = texted.map((to) => ({
		to,
		text: `${text}. Can you take it?`,
		channel: 'sms',
	}));
	const [by] = people[taker] ?? [];
	if (by === undefined) {
		const all = [...new Set(people.map(([to]) => to))];
		const words = `${text}. Nobody has taken it yet.`;
		return [...questions, ...all.map((to) => ({ to, text: words, channel: 'voice' }))];
	}
	const others = [...new Set(texted)].filter((to) => to !== by);
	const words = `${by} has taken it: ${text}`;
	return [...questions, ...others.map((to) => ({ to, text: words, channel: 'sms' }))];
}

/** The messages as texts that say their channel. */
export const withChannel = (messages: readonly Seen[]): Text[] =>
	messages.map(({ to, text = '', channel }) => ({ to, text: `${text} (${channel})` }));

/** The problems with the messages that arrived, one line each; empty when all is well. */
export const findEscalationFaults = (
	people: ReadonlyArray<readonly [number: string, reaction: Reaction]>,
	arrived: readonly PhoneMessage[],
): string[] =>
	findFaults(withChannel(expectedSteps(INCIDENT, people)), withChannel(arrived.map(seen)));
