import { type Fields, isFields, isTextList } from './values.mts';
import { urlProblem } from './webhook-request.mts';

export const smsMobileEvents = [
	'sms.api.submitted',
	'sms.sent',
	'sms.mobile.sent',
	'sms.failed',
	'sms.received',
	'whatsapp.received',
	'call.missed',
] as const;

export const submailEvents = ['request', 'sending', 'delivered', 'dropped', 'mo'] as const;

export const submailFormats = ['form', 'json', 'multipart', 'get'] as const;

export type SmsMobileEvent = (typeof smsMobileEvents)[number];
export type SubmailEvent = (typeof submailEvents)[number];
export type SubmailFormat = (typeof submailFormats)[number];

/** A webhook as it is set up in a provider's dashboard. Without `events`: all events. */
export type HookSpec =
	| { kind: 'smsMobileApiV1'; url: string }
	| { kind: 'smsMobileApiV2'; url: string; secret: string; events?: SmsMobileEvent[] }
	| {
			kind: 'submail';
			url: string;
			key: string;
			events?: SubmailEvent[];
			/** Absent: a form (docs/providers/submail.md §10). */
			format?: SubmailFormat;
	  }
	| {
			/** The callback of the current generation. Without a secret it is not signed. */
			kind: 'engageLab';
			url: string;
			username?: string;
			secret?: string;
			/** The fixed value of the Authorization header. */
			authorization?: string;
	  }
	| { kind: 'engageLabLegacy'; url: string; appKey: string; secret: string };

export type HookKind = HookSpec['kind'];

const kinds: Record<HookKind, { needs: readonly string[]; may: readonly string[] }> = {
	smsMobileApiV1: { needs: ['url'], may: [] },
	smsMobileApiV2: { needs: ['url', 'secret'], may: ['events'] },
	submail: { needs: ['url', 'key'], may: ['events', 'format'] },
	engageLab: { needs: ['url'], may: ['username', 'secret', 'authorization'] },
	engageLabLegacy: { needs: ['url', 'appKey', 'secret'], may: [] },
};

const eventsOf: Partial<Record<HookKind, readonly string[]>> = {
	smsMobileApiV2: smsMobileEvents,
	submail: submailEvents,
};

const isKind = (value: unknown): value is HookKind =>
	typeof value === 'string' && Object.hasOwn(kinds, value);

function checkEvents(kind: HookKind, value: unknown): void {
	const known = eventsOf[kind] ?? [];
	if (isTextList(value) && value.every((event) => known.includes(event))) return;
	throw new Error(`The events of a hook "${kind}" must be a list of some of ${known.join(', ')}.`);
}

function checkFields(kind: HookKind, fields: Fields): void {
	const { needs, may } = kinds[kind];
	for (const name of needs) {
		if (typeof fields[name] !== 'string' || fields[name] === '') {
			throw new Error(`A hook "${kind}" needs ${needs.join(', ')}.`);
		}
	}
	for (const [name, value] of Object.entries(fields)) {
		if (name === 'kind' || value === undefined) continue;
		if (![...needs, ...may].includes(name)) {
			throw new Error(`A hook "${kind}" has no "${name}".`);
		}
		if (name === 'events') checkEvents(kind, value);
		else if (typeof value !== 'string') throw new Error(`The ${name} of a hook must be a string.`);
	}
}

/**
 * Checks a hook that a test or an HTTP request sets up.
 *
 * @throws Error with one sentence about what is wrong
 */
export function readHook(value: unknown): HookSpec {
	if (!isFields(value) || !isKind(value.kind)) {
		throw new Error(`The kind of a hook must be one of ${Object.keys(kinds).join(', ')}.`);
	}
	checkFields(value.kind, value);
	const formats: readonly unknown[] = submailFormats;
	if (value.format !== undefined && !formats.includes(value.format)) {
		throw new Error(`The format of a hook must be one of ${submailFormats.join(', ')}.`);
	}
	const problem = urlProblem(String(value.url));
	if (problem !== undefined) throw new Error(problem);
	return { ...value } as HookSpec;
}
