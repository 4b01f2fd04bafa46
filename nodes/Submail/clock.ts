/**
 * SUBMAIL's clock. A signed request is valid for 6 seconds by this clock, so the timestamp is computed
 * at the moment of sending, from the difference between the clocks
 * (docs/providers/submail.md §3.2).
 */
import { isObject } from '../../core/values';
import type { Failure } from '../../core/outcome';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { codeOf, requestFailure, WRONG_TIME } from './errors';

interface Offset {
	/** Milliseconds by which SUBMAIL's clock is ahead of this machine's. */
	readonly ms: number;
}

const secondsAt = ({ ms }: Offset): string => String(Math.round((Date.now() + ms) / 1000));

class Clock {
	private asking: Promise<Offset | ApiOutcome> | undefined;
	private known: Offset | undefined;

	constructor(private readonly api: Api) {}

	/** How far SUBMAIL's clock is ahead, requested once; or the reason it is unknown, as `notSent`. */
	async offset(): Promise<Offset | ApiOutcome> {
		this.asking ??= this.ask();
		const { asking } = this;
		const offset = await asking;
		if ('ms' in offset) this.known = offset;
		else if (this.asking === asking) this.asking = undefined;
		return offset;
	}

	/** Discards a wrong offset. The first caller triggers a new request; the others wait for it. */
	forget(wrong: Offset): void {
		if (this.known !== wrong) return;
		this.known = undefined;
		this.asking = undefined;
	}

	private async ask(): Promise<Offset | ApiOutcome> {
		const before = Date.now();
		const outcome = await this.api.request({ method: 'GET', path: '/service/timestamp' });
		if (outcome.kind !== 'response') return notSent(outcome.reason);
		const seconds = isObject(outcome.body) ? Number(outcome.body.timestamp) : NaN;
		if (outcome.status === 200 && Number.isFinite(seconds)) {
			// Assume the middle of SUBMAIL's second and the middle of the round trip.
			return { ms: (seconds + 0.5) * 1000 - (before + Date.now()) / 2 };
		}
		return notSent(
			requestFailure(outcome) ?? {
				class: 'configuration',
				code: String(outcome.status),
				message: 'The server at the Base URL does not return SUBMAIL’s time',
				hint: 'Check the Base URL of the credential.',
			},
		);
	}
}

/** Only the time was requested: whatever went wrong, no message can have been sent. */
function notSent(reason: Failure): ApiOutcome {
	const { class: kind, message, hint, ...rest } = reason;
	const isDoubt = kind === 'unknownOutcome';
	return {
		kind: 'notSent',
		reason: {
			...rest,
			class: isDoubt ? 'providerDown' : kind,
			message,
			hint: isDoubt ? 'Check the Base URL of the credential, and whether SUBMAIL is up.' : hint,
		},
	};
}

const isLate = (outcome: ApiOutcome): boolean =>
	outcome.kind === 'response' && WRONG_TIME.includes(codeOf(outcome.body) ?? '');

/**
 * Adds SUBMAIL's time to requests. A request refused for its time is sent once more with a new
 * timestamp.
 *
 * @param needsTime whether the signature of a request includes the time
 */
export function stamped(api: Api, needsTime: (request: ApiRequest) => boolean): Api {
	const clock = new Clock(api);
	const send = async (request: ApiRequest, offset: Offset): Promise<ApiOutcome> => {
		const timestamp = secondsAt(offset);
		return await api.request(
			request.method === 'GET'
				? { ...request, query: { ...request.query, timestamp } }
				: { ...request, form: { ...request.form, timestamp } },
		);
	};
	return {
		async request(request) {
			if (!needsTime(request)) return await api.request(request);
			const offset = await clock.offset();
			if (!('ms' in offset)) return offset;
			const outcome = await send(request, offset);
			if (!isLate(outcome)) return outcome;
			clock.forget(offset);
			const now = await clock.offset();
			return 'ms' in now ? await send(request, now) : now;
		},
	};
}
