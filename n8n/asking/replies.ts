/** Reply by Text: the rules of a question at the providers that can pass on replies. */
import { type IExecuteFunctions, sleep } from 'n8n-workflow';
import type { Question, ReplyRule } from '../../core/asking/question';
import { codeFrom, contradicts } from '../../core/asking/reply';
import { sha256 } from '../../core/digests';
import type { Failure } from '../../core/outcome';
import { settle } from '../../core/values';
import { shielded } from '../errors';
import type { RequestContext } from '../http/request';
import type { ReplyRegistration } from '../registration';
import { addressOf, withoutSignatures } from './links';
import { openRule, sweep } from './rules';

/** A provider that can pass on replies, and the account that sends the question. */
export interface ReplyProvider {
	readonly id: string;
	readonly displayName: string;
	readonly authentication: string;
	readonly replies: ReplyRegistration;
}

export interface ReplySettings {
	/** Those that may send the question; empty without the option. */
	readonly providers: readonly ReplyProvider[];
	readonly timeoutMs?: number;
	/** Nothing is added at a provider, but the texts have codes. */
	readonly isDryRun?: boolean;
}

/** A sender that is a name cannot be answered. */
const isName = (sender: string): boolean => /\p{L}/u.test(sender);

type Asked = Pick<Question, 'responseType' | 'approveLabel' | 'declineLabel' | 'until'>;

/** The rules of one run of the node. */
export class Replies {
	/** Open rules, which a question keeps while it waits. */
	readonly rules: ReplyRule[] = [];

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly settings: ReplySettings,
	) {}

	private hint(message: string): void {
		this.ctx.addExecutionHints({
			message: shielded(withoutSignatures(message)),
			location: 'outputPane',
			type: 'warning',
		});
	}

	private refused({ displayName }: ReplyProvider, { message, hint = '' }: Failure): void {
		const why = `Nobody can reply by text through ${displayName}: ${message}. ${hint}`.trim();
		this.hint(`${why} The texts say only how to answer on the page.`);
	}

	/**
	 * Adds a rule at each provider, before any text goes out. Where that fails, a hint says why, and the
	 * texts of that provider have no code.
	 *
	 * @param run the run of the node
	 * @param senderOf the sender that a provider is to use
	 * @param earlier the rules of an earlier attempt of this execution
	 */
	async open(
		question: Asked,
		run: number,
		senderOf: (provider: string) => string,
		earlier: readonly ReplyRule[] = [],
	): Promise<void> {
		const { providers } = this.settings;
		if (providers.length > 0 && question.responseType === 'approval' && contradicts(question)) {
			this.hint(
				'Nobody can reply by text, because the labels of the buttons say the opposite of YES and NO. Choose other labels. The texts say only how to answer on the page.',
			);
			return;
		}
		for (const provider of providers) {
			if (isName(senderOf(provider.id))) {
				this.refused(provider, {
					class: 'configuration',
					message: 'the sender is a name, and names cannot receive texts',
					hint: 'Leave From empty, or enter a number of the account.',
				});
				continue;
			}
			const known = earlier.find((rule) => rule.provider === provider.id)?.code;
			await this.openAt(provider, { until: question.until, code: known }, run);
		}
	}

	private async openAt(
		provider: ReplyProvider,
		limit: { until?: number; code?: string },
		run: number,
	): Promise<void> {
		const { ctx } = this;
		const { id, authentication, replies } = provider;
		const address = addressOf(ctx, run, id);
		const seed = sha256(address).toString('hex');
		if (this.settings.isDryRun) {
			const code = codeFrom(seed, new Set()) ?? '';
			this.rules.push({ provider: id, authentication, rule: '', code });
			return;
		}
		const connected = await settle(replies.connect(ctx, authentication, this.settings.timeoutMs));
		// What is wrong with the credential was already said about its texts.
		if (!connected.ok) return;
		const opened = await openRule(connected.value, { address, ...limit }, seed, Date.now());
		if (!opened.ok) {
			this.refused(provider, opened.failure);
			return;
		}
		const { id: rule, code, stale } = opened.value;
		this.rules.push({ provider: id, authentication, rule, code });
		// Not awaited: the question is urgent, and leftovers are not.
		void settle(sweep(connected.value, stale));
	}

	/** Removes the rules of providers that did not send the question; all of them by default. */
	async close(isUsed: (provider: string) => boolean = () => false): Promise<void> {
		const unused = this.rules.filter(({ provider }) => !isUsed(provider));
		for (const rule of unused) {
			this.rules.splice(this.rules.indexOf(rule), 1);
			const at = this.settings.providers.find(({ id }) => id === rule.provider);
			if (at && rule.rule !== '') await removeRule(this.ctx, at.replies, rule);
		}
	}
}

/**
 * How long to wait before a rule that could not be removed is tried again, in milliseconds: without a
 * limit, it would stay for 30 days.
 */
const PAUSES_MS = [1_000, 5_000];

/**
 * Removes one rule. Never throws: the next question of the account removes it once its time is over.
 * Only the first try is waited for.
 */
async function removeRule(
	ctx: RequestContext,
	{ connect }: ReplyRegistration,
	{ authentication, rule }: ReplyRule,
): Promise<void> {
	const remove = async () => {
		const rules = await settle(connect(ctx, authentication));
		const removed = rules.ok ? await settle(rules.value.remove(rule)) : rules;
		return removed.ok && removed.value.ok;
	};
	const removeLater = async () => {
		for (const pause of PAUSES_MS) {
			await sleep(pause);
			if (await remove()) return;
		}
	};
	if (!(await remove())) void settle(removeLater());
}

/** Removes the rules of a question that was answered. */
export async function removeRules(
	ctx: RequestContext,
	{ replies = [] }: Question,
	providers: Readonly<Record<string, ReplyRegistration>>,
): Promise<void> {
	for (const rule of replies) {
		const registration = providers[rule.provider];
		if (registration) await removeRule(ctx, registration, rule);
	}
}
