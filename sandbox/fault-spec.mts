import { isFields, isWholeNumber } from './values.mts';

export const faultKinds = [
	'latency',
	'refuse',
	'resetBefore',
	'resetAfter',
	'hangBefore',
	'hangAfter',
	'status',
	'statusAfter',
	'garbage',
	'garbageBefore',
	'rows',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** How the rows of the answer to one send are changed. */
export interface RowsFault {
	/**
	 * The status of the chosen rows (at SUBMAIL: their error code). Their messages are not accepted
	 * unless `accepted` is true.
	 */
	status?: string;
	/** Chooses the rows with this recipient. Without `to` and `every`: all rows. */
	to?: string;
	/** Chooses every n-th row (the n-th is the first). */
	every?: number;
	/** The messages of the chosen rows reach the phones, whatever their status says. */
	accepted?: boolean;
	/** Returns the rows in another order: always the same one, never that of the request. */
	shuffle?: boolean;
	/** Leaves the last n rows out of the answer; their messages are not affected. */
	drop?: number;
}

export interface FaultSpec {
	/** Only requests to this wire; absent: any. */
	wire?: string;
	method?: string;
	/** Only paths that contain this. */
	path?: string;
	kind: FaultKind;
	/** How many matching requests it hits; default 1. */
	times?: number;
	/** How many matching requests pass first; default 0. */
	skip?: number;
	/** latency: the delay. refuse: how long connections are refused. */
	ms?: number;
	/** status, statusAfter: default 500. */
	status?: number;
	headers?: Record<string, string>;
	/** Replaces the body of the wire's answer. */
	body?: unknown;
	/** Seconds; becomes `Retry-After` and `ratelimit-reset`. */
	retryAfter?: number;
	rows?: RowsFault;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTextMap = (value: unknown) =>
	isFields(value) && Object.values(value).every((entry) => typeof entry === 'string');

type Check = readonly [(value: unknown) => boolean, string];

const text: Check = [isText, 'a non-empty string'];
const flag: Check = [isFlag, 'true or false'];
const count = (least: number): Check => [
	(value) => isWholeNumber(value, least),
	`a whole number of at least ${least}`,
];

const fieldChecks: Record<keyof FaultSpec, Check> = {
	wire: text,
	method: text,
	path: text,
	kind: [(value) => faultKinds.some((kind) => kind === value), `one of ${faultKinds.join(', ')}`],
	times: count(1),
	skip: count(0),
	ms: count(1),
	status: [
		(value) => isWholeNumber(value, 200) && value <= 599,
		'an HTTP status between 200 and 599',
	],
	headers: [isTextMap, 'an object whose values are strings'],
	body: [() => true, 'anything'],
	retryAfter: count(0),
	rows: [isFields, 'an object'],
};

const rowChecks: Record<keyof RowsFault, Check> = {
	status: text,
	to: text,
	every: count(1),
	accepted: flag,
	shuffle: flag,
	drop: count(1),
};

function check(given: object, checks: Record<string, Check>, prefix: string): void {
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined) continue;
		const rule = Object.hasOwn(checks, name) ? checks[name] : undefined;
		if (!rule) {
			const known = Object.keys(checks).join(', ');
			throw new Error(`A fault has no field "${prefix}${name}". Known: ${known}.`);
		}
		const [passes, wanted] = rule;
		if (!passes(value)) throw new Error(`The fault's "${prefix}${name}" must be ${wanted}.`);
	}
}

/** Refuses combinations that would never hit a request, or would ignore one of their fields. */
function checkTogether(spec: FaultSpec): void {
	const timed = spec.kind === 'latency' || spec.kind === 'refuse';
	if (timed && spec.ms === undefined) {
		throw new Error(`A fault of kind "${spec.kind}" needs "ms".`);
	}
	const answers = spec.kind === 'status' || spec.kind === 'statusAfter';
	if (!answers && (spec.status ?? spec.retryAfter) !== undefined) {
		throw new Error('"status" and "retryAfter" belong to the kinds status and statusAfter.');
	}
	if (spec.kind !== 'rows') {
		if (spec.rows) throw new Error('"rows" belongs to the kind rows.');
		return;
	}
	if (!spec.rows || Object.keys(spec.rows).length === 0) {
		throw new Error('A fault of kind "rows" needs "rows" with status, shuffle or drop.');
	}
	check(spec.rows, rowChecks, 'rows.');
	const chooses = spec.rows.to ?? spec.rows.every ?? spec.rows.accepted;
	if (chooses !== undefined && spec.rows.status === undefined) {
		throw new Error(
			'"to", "every" and "accepted" choose rows for "rows.status", which is missing.',
		);
	}
}

function isFaultSpec(value: unknown): value is FaultSpec {
	if (!isFields(value)) throw new Error('A fault must be an object.');
	if (value.kind === undefined) throw new Error('A fault needs a "kind".');
	check(value, fieldChecks, '');
	return true;
}

/** Paths of sends that do not contain `/send`, as ClickSend's do (e.g. `/v3/mms/send`). */
const sendPaths: Readonly<Record<string, string>> = { submail: 'send' };

/**
 * Checks a fault and fills in the path of a send.
 *
 * @throws Error with one sentence about what is wrong
 */
export function readFault(value: unknown): FaultSpec {
	if (!isFaultSpec(value)) throw new Error('A fault must be an object.');
	checkTogether(value);
	if (value.kind !== 'rows') return { ...value };
	return { method: 'POST', path: sendPaths[value.wire ?? ''] ?? '/send', ...value };
}
