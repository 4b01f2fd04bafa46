/** What the failure of a message says about the providers: which of them were tried, and which were not. */
import { type Attempt, type Failure, fullMessage, type SendResult } from '../../core/outcome';
import { type Entry, isPlanned } from '../../core/planning/plan';
import type { IfUnsure } from '../../core/sending/dispatch';
import { listed } from '../names';
import type { PlannedPart } from './parts';

/** How the messages of a run are reported. */
export interface Reporting {
	readonly simplify: boolean;
	/** Made when the first message fails. */
	readonly story: () => Story;
}

/** Through which provider, and how, a message was tried. */
type Way = Pick<Attempt, 'provider' | 'channel'>;

const wayOf = ({ provider, channel }: Way): string => `${channel ?? 'text'}:${provider}`;

export class Story {
	/** The names of the providers by id, in the order in which the user chose them. */
	private readonly names: ReadonlyMap<string, string>;

	constructor(
		parts: ReadonlyArray<Pick<PlannedPart, 'targets'>>,
		private readonly ifUnsure: IfUnsure,
	) {
		this.names = new Map(
			parts.flatMap(({ targets }) =>
				targets.map(({ provider }) => [provider.id, provider.displayName] as const),
			),
		);
	}

	/** The failure of a message; if its outcome is unknown, with why no other provider was tried. */
	ofNext(
		entry: Entry,
		{ outcome, failure }: Extract<SendResult, { failure: Failure }>,
		attempts: readonly Attempt[],
	): Failure {
		// If no provider was asked, the doubt comes from another execution.
		const isOwn = attempts.some(({ skipped }) => !skipped);
		if (outcome !== 'unknown' || this.ifUnsure !== 'neverTwice' || !isPlanned(entry) || !isOwn)
			return failure;
		const untried = entry.stops
			.filter(({ provider }) => attempts.every((one) => one.channel || one.provider !== provider))
			.map(({ provider }) => this.names.get(provider) ?? provider);
		if (untried.length === 0) return failure;
		const why = `${listed(untried)} ${untried.length === 1 ? 'was' : 'were'} not tried, because If Unsure is Never Send Twice. With Make Sure It Arrives the next provider sends the text, which may then arrive twice.`;
		return { ...failure, hint: [failure.hint, why].filter(Boolean).join(' ') };
	}

	/**
	 * A failure with what each provider said last, and the way out there: the one that the user chose first
	 * comes first.
	 *
	 * @param by the provider that gave the failure
	 */
	whole(failure: Failure, attempts: readonly Attempt[], by: Partial<Way> = {}): Failure {
		if (this.names.size < 2 && !attempts.some(({ channel }) => channel)) return failure;
		const last = new Map<string, Failure>();
		for (const attempt of attempts) {
			if (attempt.failure) last.set(wayOf(attempt), attempt.failure);
		}
		const { provider, channel } = by;
		if (provider !== undefined) last.set(wayOf({ provider, channel }), failure);
		const names = [...this.names];
		const ways = [
			...names.map(([id, name]) => [wayOf({ provider: id }), name] as const),
			...names.map(
				([id, name]) => [wayOf({ provider: id, channel: 'call' }), `${name} (call)`] as const,
			),
		];
		const told = ways.flatMap(([way, name]) => {
			const said = last.get(way);
			return said ? [{ name, ...said }] : [];
		});
		if (told.length < 2 && this.names.size < 2) return failure;
		if (told.length === 0) return failure;
		const hints = told.flatMap(({ name, hint }) => (hint === undefined ? [] : [{ name, hint }]));
		const isOne = new Set(hints.map(({ hint }) => hint)).size === 1;
		const say = (messageOf: (said: Failure) => string) =>
			told
				.map((said) => {
					const message = messageOf(said);
					return message.includes(said.name) ? message : `${said.name}: ${message}`;
				})
				.join('; then ')
				// "This app …" begins a sentence only where it stands alone.
				.replace(/; then This /g, '; then this ');
		return {
			...failure,
			message: say(({ message }) => message),
			full: say(fullMessage),
			several: undefined,
			hint: isOne
				? hints[0]?.hint
				: hints.map(({ name, hint }) => `${name}: ${hint}`).join(' ') || undefined,
		};
	}
}
