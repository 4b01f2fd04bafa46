/** Asks a question by text: puts a link of their own into each person's text, and then waits. */
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { type Asked, type Question, readQuestion } from '../../core/asking/question';
import { recipientText } from '../../core/message';
import { type Draft, given, readRecipients } from '../../core/planning/draft';
import { isPlanned } from '../../core/planning/plan';
import { groupBy } from '../../core/sending/grouping';
import type { Written } from '../../core/text/written';
import { howToReply } from '../../core/asking/reply';
import { plain } from '../../core/values';
import { errorNode } from '../errors';
import type { Line } from '../sending/summary';
import { noteLimit } from './earlier-limit';
import { linkOf, withoutSignatures } from './links';
import { waitTill } from './limit';
import { Replies, type ReplySettings } from './replies';
import { takeTurns } from './turns';

/** Where the question is kept in the node's context, which n8n stores with the execution. */
export const QUESTION_SLOT = 'smsSuiteQuestion';

/** The columns of an answer before there is one. */
export const UNANSWERED = { answered: false, answer: null, by: null, at: null, via: null } as const;

/** A provider's own rows repeat the text, and whoever reads its link could answer in that person's name. */
const withoutLinks = (json: IDataObject): IDataObject =>
	JSON.parse(withoutSignatures(JSON.stringify(plain(json)))) as IDataObject;

const isSendable = ({ fault, text, to = [] }: Draft): boolean =>
	!fault && given(text) !== undefined && to.length > 0;

/** Whether a text went out through a provider, or may have. */
const wentThrough = ({ outcome, provider, attempts }: IDataObject, wanted: string): boolean =>
	[{ outcome, provider }, ...(attempts as IDataObject[])].some(
		(one) => one.provider === wanted && (one.outcome === 'accepted' || one.outcome === 'unknown'),
	);

/** Every person's columns, for the workflow that tells the others who answered. */
const askedColumns = (asked: readonly Asked[]) =>
	asked.map(({ columns }) => columns ?? {}) as IDataObject[];

/** The output at the limit. */
function noReply({ asked, responseType }: Question): IDataObject {
	const texted = asked.find((one) => one.texted);
	return {
		...UNANSWERED,
		...(responseType === 'approval' && { approved: false }),
		...texted?.columns,
		status: 'noReply',
		outcome: 'noReply',
		asked: askedColumns(asked),
	};
}

/** The output of an answer: who gave it and how, and the columns of that person's text. */
export const answered = (
	{ asked }: Question,
	by: Asked,
	answer: Readonly<{ answer: string; approved?: boolean; at: string; via: string }>,
): IDataObject => ({
	answered: true,
	...answer,
	by: by.to,
	...by.columns,
	asked: askedColumns(asked),
});

/** The person whom an entry of To names; `undefined` if it names none. */
function personIn(draft: Draft, written: Written): string | undefined {
	const [reading] = readRecipients({ ...draft, to: [written] });
	return reading?.to && recipientText(reading.to);
}

/** The question of one run of the node. */
export class Asking {
	private readonly context: Record<string, unknown>;
	private readonly asked: Asked[];
	private readonly startedAt = Date.now();
	/** What is asked, without the link. */
	private text = '';
	/** What this execution has asked before, with the same links. */
	private readonly earlier: Question | undefined;
	private readonly replies: Replies;

	/** @param question what is asked, and until when; its text and the people come with the drafts */
	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly question: Pick<
			Question,
			'responseType' | 'approveLabel' | 'declineLabel' | 'until'
		>,
		replies: ReplySettings,
	) {
		this.replies = new Replies(ctx, replies);
		this.context = ctx.getContext('node');
		const before = readQuestion(this.context[QUESTION_SLOT]);
		// Retry On Fail runs the node again: links that may have arrived must stay those of the same people.
		const isAgain = before?.run === this.run && before.execution === ctx.getExecutionId();
		this.earlier = isAgain ? before : undefined;
		this.asked = (this.earlier?.asked ?? []).map(({ to }) => ({ to }));
	}

	private get run(): number {
		const { $runIndex } = this.ctx.getWorkflowDataProxy(0) as IDataObject;
		return Number($runIndex);
	}

	private positionOf(to: string): number {
		const known = this.asked.findIndex((one) => one.to === to);
		return known < 0 ? this.asked.push({ to }) - 1 : known;
	}

	/** One draft for each recipient, with that person's link on the last line of the text. */
	async drafts(drafts: readonly Draft[]): Promise<Draft[]> {
		const sent = drafts.find(isSendable);
		if (sent) {
			const senderOf = (provider: string) =>
				given(sent.perProvider?.[provider]?.from) ?? sent.from ?? '';
			await this.replies.open(this.question, this.run, senderOf, this.earlier?.replies);
		}
		const linked = drafts.flatMap((draft) => this.linked(draft));
		this.store();
		return linked;
	}

	/** The end of a text: a person's link, and how to reply to the provider that sends it. */
	private ended(draft: Draft, text: string, link: string): Draft {
		const endWith = (ending: string) => ({ text: text + ending, ending });
		const { rules } = this.replies;
		if (rules.length === 0) return { ...draft, ...endWith(`\n${link}`) };
		const own = rules.map(({ provider, code }) => {
			const how = howToReply(this.question, code);
			return [
				provider,
				{ ...draft.perProvider?.[provider], ...endWith(`\n${how}\n${link}`) },
			] as const;
		});
		const perProvider = { ...draft.perProvider, ...Object.fromEntries(own) };
		return { ...draft, ...endWith(`\n${link}`), perProvider };
	}

	private linked(draft: Draft): Draft[] {
		// The plan says what is wrong with it.
		if (!isSendable(draft)) return [draft];
		const { text: written = '', to: recipients = [] } = draft;
		const text = written.trimEnd();
		this.text = text;
		// With its repetitions, which the plan leaves out and counts.
		const people = groupBy(recipients, (one) => personIn(draft, one) ?? one);
		return [...people].map(([first, to]) => {
			const own = { ...draft, to };
			const person = personIn(draft, first);
			if (person === undefined) return own;
			return this.ended(own, text, linkOf(this.ctx, this.run, this.positionOf(person)));
		});
	}

	/** @param text empty until the execution waits: a failed one must not keep what it could not send */
	private store(text = ''): Question {
		const { run, asked } = this;
		const execution = this.ctx.getExecutionId();
		const zone = this.ctx.getTimezone();
		const { rules } = this.replies;
		const replies = rules.length > 0 ? { replies: rules } : {};
		const question: Question = {
			...this.question,
			run,
			execution,
			text,
			zone,
			asked,
			...replies,
		};
		this.context[QUESTION_SLOT] = JSON.stringify(question);
		return question;
	}

	/** Whether a text with a link of this execution may have arrived. */
	private hasLink({ outcome, attempts }: IDataObject): boolean {
		// A text whose outcome is unknown may have arrived, so its link has to work.
		if (outcome !== 'accepted' && outcome !== 'unknown') return false;
		// The Retry of an execution that crashed does not send again what that one may have sent.
		const last = (attempts as IDataObject[]).at(-1);
		return this.earlier !== undefined || Date.parse(String(last?.at)) >= this.startedAt;
	}

	/** Notes what became of the texts. */
	private learn(lines: readonly Line[]): void {
		for (const { entry, json } of lines) {
			const to = isPlanned(entry) ? entry.message.to : entry.to;
			// What is no recipient has no link, but stands in the output.
			const written = to ? recipientText(to) : String(json.to);
			const asked = { to: written, texted: this.hasLink(json), columns: withoutLinks(json) };
			this.asked[this.positionOf(written)] = asked;
		}
	}

	private hint(lines: readonly Line[]): void {
		const say = (message: string, type?: 'warning') =>
			this.ctx.addExecutionHints({ message, location: 'outputPane', ...(type && { type }) });
		const failed = lines.filter(({ failure }) => failure !== undefined).length;
		if (failed > 0) {
			say(
				`${failed} of ${lines.length} people could not be texted, or it is unclear whether they were. The column asked says why.`,
				'warning',
			);
		}
		const most = Math.max(...lines.map(({ json }) => Number(json.segments ?? 0)));
		if (most > 1) say(`Each text needs up to ${most} segments, because it has a link.`);
	}

	/**
	 * Waits for an answer, and marks the item as not answered until there is one: at the limit, n8n passes
	 * the input of the node on.
	 *
	 * @returns `undefined` if nobody was texted: then there is nobody to wait for
	 * @throws NodeOperationError if only an earlier execution may have texted them
	 */
	async wait(lines: readonly Line[]): Promise<INodeExecutionData[] | undefined> {
		const { ctx } = this;
		this.learn(lines);
		if (!this.asked.some(({ texted }) => texted)) {
			await this.abandon();
			if (lines.every(({ json }) => json.outcome !== 'accepted' && json.outcome !== 'unknown')) {
				return undefined;
			}
			throw new NodeOperationError(
				errorNode(ctx),
				'An earlier execution may have sent this question, and its links do not work any more',
				{
					description:
						'Start a new execution to ask again. If Unsure: Make Sure It Arrives lets a Retry ask again by itself.',
				},
			);
		}
		await this.replies.close((provider) => lines.some(({ json }) => wentThrough(json, provider)));
		this.hint(lines);
		const question = this.store(this.text);
		const marked: INodeExecutionData = { json: noReply(question), pairedItem: { item: 0 } };
		// Not the items themselves, because they belong to the node before.
		ctx.getExecuteData().data.main = [[marked]];
		noteLimit(ctx, question.until);
		takeTurns(ctx, this.run);
		await ctx.putExecutionToWait(waitTill(question.until));
		return [marked];
	}

	/** Nobody waits for an answer: its rules are removed. */
	async abandon(): Promise<void> {
		await this.replies.close();
	}
}
