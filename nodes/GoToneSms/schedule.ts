/** The time of a request in the account's time zone (docs/providers/gotone.md §5). */
import type { OutboundMessage } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Api } from '../../core/provider';
import { isObject } from '../../core/values';
import { isZone } from '../../n8n/parameters/time';
import { isShownTwice, wallClock, wholeMinute } from './accountTime';
import { readAnswer } from './client';
import { extrasOf } from './extras';

export const PROFILE = '/me';

export type Zone = { readonly zone: string } | { readonly failure: Failure };

/** Reads the time zone from the profile. */
async function fetchZone(api: Api): Promise<Zone> {
	const answer = readAnswer(await api.request({ method: 'GET', path: PROFILE }));
	if (answer.ok) {
		const { timezone } = isObject(answer.data) ? answer.data : {};
		if (typeof timezone === 'string' && isZone(timezone)) return { zone: timezone };
		return {
			failure: {
				class: 'configuration',
				message: 'GoTone does not state the time zone of the account',
				hint: 'Enter it as Account Time Zone in the GoTone SMS node, or send without Send At.',
			},
		};
	}
	const { failure } = answer;
	// Reading sends nothing, so an unclear answer leaves no doubt about the messages.
	const kind = failure.class === 'unknownOutcome' ? 'providerDown' : failure.class;
	const message = `The time zone of the account could not be read: ${failure.message}`;
	return { failure: { ...failure, class: kind, message } };
}

/** Reads the zone once, and again after a failure. */
export function zoneReader(api: Api): () => Promise<Zone> {
	let known: Promise<Zone> | undefined;
	return async () => {
		const asked = (known ??= fetchZone(api));
		const zone = await asked;
		if ('failure' in zone && known === asked) known = undefined;
		return zone;
	};
}

interface Scheduled {
	/** Absent without a time. */
	readonly schedule_time?: string;
}

type Unscheduled =
	/** No message of this account can be scheduled. */
	| { readonly failure: Failure }
	/** This time cannot be expressed. */
	| { readonly unclear: Failure };

export type Schedule = Scheduled | Unscheduled;

export const isSchedule = (schedule: Schedule): schedule is Scheduled =>
	!('failure' in schedule) && !('unclear' in schedule);

/** The results of messages whose time cannot be given: of these only, or of the whole account. */
export function unscheduled(
	messages: readonly OutboundMessage[],
	schedule: Unscheduled,
): SendResult[] {
	if ('failure' in schedule) return failAll(messages, 'notSent', schedule.failure);
	return failAll(messages, 'notSent', schedule.unclear).map((result) => ({
		...result,
		ofMessage: true,
	}));
}

/** Returns the `schedule_time` of a request if its messages have a time, or why it cannot be given. */
export async function scheduleOf(
	first: OutboundMessage,
	readZone: () => Promise<Zone>,
): Promise<Schedule> {
	if (!first.sendAt) return {};
	const { timeZone } = extrasOf(first);
	const known = timeZone ? { zone: timeZone } : await readZone();
	if ('failure' in known) return known;
	const time = wholeMinute(first.sendAt);
	if (!isShownTwice(time, known.zone)) return { schedule_time: wallClock(time, known.zone) };
	return {
		unclear: {
			class: 'configuration',
			message: `Send At is ambiguous for GoTone: on that day, ${known.zone} sets its clocks back, so this time occurs twice`,
			hint: 'Choose a time an hour earlier or later.',
		},
	};
}
