/**
 * SUBMAIL's clock. A signed request is valid for 6 seconds by it, so each one is stamped when it
 * leaves, with the difference between the clocks and not with a time that was asked for earlier
 * (facts: submail §3.2).
 */
import { isObject } from '../../core/values';
import type { Failure } from '../../core/outcome';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { codeOf, requestFailure, WRONG_TIME } from './errors';

interface Offset {
	/** Milliseconds that SUBMAIL is ahead of this machine. */
	readonly ms: number;
}

class Clock {
	private asking: Promise<Offset | ApiOutcome> | undefined;

	constructor(private readonly api: Api) {}

	/** Unix seconds at SUBMAIL, now; or why they are not known: then nothing was sent. */
	async seconds(): Promise<string | ApiOutcome> {
		this.asking ??= this.ask();
		const offset = await this.asking;
		if ('ms' in offset) return String(Math.round((Date.now() + offset.ms) / 1000));
		this.forget();
		return offset;
	}

	forget(): void {
		this.asking = undefined;
	}

	private async ask(): Promise<Offset | ApiOutcome> {
		const before = Date.now();
		const outcome = await this.api.request({ method: 'GET', path: '/service/timestamp' });
		if (outcome.kind !== 'response') return notSent(outcome.reason);
		const seconds = isObject(outcome.body) ? Number(outcome.body.timestamp) : NaN;
		if (outcome.status === 200 && Number.isFinite(seconds)) {
			// In the middle of its second, in the middle of the way.
			return { ms: (seconds + 0.5) * 1000 - (before + Date.now()) / 2 };
		}
		return notSent(
			requestFailure(outcome) ?? {
				class: 'configuration',
				code: String(outcome.status),
				message: 'The server at the Base URL does not tell SUBMAIL’s time',
				hint: 'Check the Base URL of the credential.',
			},
		);
	}
}

/** Only the time was asked for: whatever went wrong, no message can have been sent. */
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
 * A port whose requests carry SUBMAIL's time. One that came too late was refused, so it is stamped
 * and sent once more.
 *
 * @param needsTime whether a request is signed with a time
 */
export function stamped(api: Api, needsTime: (request: ApiRequest) => boolean): Api {
	const clock = new Clock(api);
	const send = async (request: ApiRequest): Promise<ApiOutcome> => {
		const timestamp = await clock.seconds();
		if (typeof timestamp !== 'string') return timestamp;
		return await api.request(
			request.method === 'GET'
				? { ...request, query: { ...request.query, timestamp } }
				: { ...request, form: { ...request.form, timestamp } },
		);
	};
	return {
		async request(request) {
			if (!needsTime(request)) return await api.request(request);
			const outcome = await send(request);
			if (!isLate(outcome)) return outcome;
			clock.forget();
			return await send(request);
		},
	};
}
