/** The Reply operation: answers a received text, through the provider and from the number that got it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { quoting } from '../../core/message';
import { type Draft, fault, given } from '../../core/planning/draft';
import { partiesOf } from '../../core/receiving/conversation';
import type { Written } from '../../core/text/written';
import { isObject } from '../../core/values';
import { sendOperation, whileWaiting } from '../../n8n/operations/operation';
import { type Field, type Fields, noticeOf } from '../../n8n/parameters/fields';
import { type Found, type Received, receivedFinder } from '../../n8n/replying/received';
import { PROVIDERS } from '../providers';
import {
	AUTHENTICATION_FIELDS,
	CONTENT_FIELD,
	DESCRIPTIONS,
	IF_UNSURE_FIELD,
	MESSAGE_FIELDS,
	PROVIDERS_FIELD,
	SENDERS_OPTION,
	TEMPLATE_FIELDS,
	TO,
} from './fields';
import { namedProvider } from './named';
import { openProviders, readDraft } from './send';

const ENTERED = { received: ['enter'] } as const;
const [TEXT, BESIDE_TEMPLATES] = MESSAGE_FIELDS;
const [MAKE_SURE, NEVER_TWICE] = IF_UNSURE_FIELD.options;

const RECEIVED = {
	displayName: 'Received Text',
	name: 'received',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Enter It',
			value: 'enter',
			description: 'For items that come from elsewhere: fill in To, From and Received By',
		},
		{
			name: 'Find It',
			value: 'find',
			description:
				'The item itself, or the text that started the workflow and that the item was made from, also behind an AI Agent',
		},
	],
	default: 'find',
	perRun: true,
	description: 'Which text to answer',
} as const satisfies Field;

const RECEIVED_BY = {
	displayName: 'Received By',
	name: 'receivedBy',
	type: 'string',
	default: '={{ $json.provider }}',
	placeholder: `e.g. ${PROVIDERS[0].provider.displayName}`,
	description:
		'The provider that received the text, as the trigger output it; can be empty if only one is selected under Providers',
	when: ENTERED,
} as const satisfies Field;

/** What a provider without free texts needs. */
const TEMPLATES_ONLY: readonly Field[] = PROVIDERS.filter(
	({ provider }) => !provider.capabilities.text,
).map(({ provider: { id, displayName } }) => ({
	...noticeOf(
		`${displayName} sends only stored templates: texts that it received are answered only while Content is Template.`,
		`${id}ReplyNotice`,
	),
	when: { providers: [id] },
}));

const FIELDS = [
	{
		...PROVIDERS_FIELD,
		description:
			'The providers that receive the texts. Each one answers those that it received: an answer never comes from another number.',
	},
	// Their names depend on the providers, so they have no types.
	...(AUTHENTICATION_FIELDS as readonly []),
	...(TEMPLATES_ONLY as readonly []),
	{
		...TO,
		default: '={{ $json.from }}',
		description: 'The number of the person who wrote, with country code',
		when: ENTERED,
	},
	{
		...TEXT,
		default: '={{ $json.output }}',
		placeholder: 'e.g. Thank you, we will call you back',
		description: 'The answer. The default is what an AI Agent in front of this node has written.',
	},
	BESIDE_TEMPLATES,
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '={{ $json.to }}',
		placeholder: 'e.g. +61422222222',
		description:
			'Your number or device that received the text; leave empty for the provider’s default',
		when: ENTERED,
	},
	RECEIVED,
	RECEIVED_BY,
	CONTENT_FIELD,
	...TEMPLATE_FIELDS,
	{
		...IF_UNSURE_FIELD,
		options: [
			{
				...MAKE_SURE,
				description: 'Send it again: an answer may arrive twice, but it arrives',
			},
			{
				...NEVER_TWICE,
				description:
					'Do not send it again, and report it: an answer may be missing, but it never arrives twice',
			},
		],
	},
] as const satisfies Fields;

const OPTIONS = [
	{
		displayName: 'Reply to Opt-Outs',
		name: 'replyToOptOuts',
		perRun: true,
		type: 'boolean',
		default: false,
		description:
			'Whether to answer texts that ask for no more texts, such as STOP. Otherwise they are skipped.',
	},
	{
		...SENDERS_OPTION,
		description: 'Senders for the providers that do not say which of your numbers got the text',
	},
] as const satisfies Fields;

const refused = (draft: Draft, message: Parameters<typeof fault>[2], hint: string): Draft => ({
	...draft,
	// Not a fault of the settings: other items can be answered.
	fault: fault(RECEIVED.displayName, 'content', message, hint),
});

const NOT_FOUND = [
	'No received text belongs to this item',
	'Put this node behind an SMS Trigger or SMS Webhook Trigger. If a node in between has lost where its items came from, or they come from elsewhere, set Received Text to Enter It, and fill in To, From and Received By.',
] as const;
const REPORT = [
	'The item is a delivery report, which nobody wrote',
	'Put an If node in front that lets only items pass whose event is messageReceived.',
] as const;
const WITHHELD = [
	'The sender of the text is not known, so nobody can be answered',
	'Put an If node in front that lets only items pass that have from.',
] as const;
const NAME_HINT = 'Put an If node in front that lets only items pass whose from is a number.';

const NAMING = {
	label: RECEIVED_BY.displayName,
	says: 'The text was received by',
	wanted: 'Enter the provider that received the text.',
	source: 'as the trigger output it',
} as const;

interface Way extends Pick<Received, 'channel'> {
	/** The ids of the selected providers. */
	readonly chosen: readonly string[];
}

/** The provider that received a text, and the values of its own that the answer needs. */
function wayOf(draft: Draft, provider: string, { chosen, channel }: Way): Draft {
	const through = namedProvider(chosen, provider, NAMING);
	if (typeof through !== 'string') return refused(draft, through.message, through.hint);
	const registration = PROVIDERS.find(({ provider: { id } }) => id === through);
	const extras = registration?.replyExtras?.({ channel });
	return { ...draft, through, ...(extras && { extras }) };
}

/** Makes the draft of an item the answer to the text that was found for it. */
function answering(draft: Draft, found: Found, chosen: readonly string[]): Draft {
	if (found === undefined) return refused(draft, ...NOT_FOUND);
	if (found === 'report') return refused(draft, ...REPORT);
	const { person } = partiesOf(found);
	if (person === '') return refused(draft, ...WITHHELD);
	if (/\p{L}/u.test(person)) {
		const sentence = (name: string) => `The text came from "${name}", which is a name`;
		return refused(draft, quoting(person, sentence), NAME_HINT);
	}
	const answer = {
		...draft,
		to: [person],
		// As the provider wrote it: it may be the id of a device.
		from: found.to ?? '',
		// With it, the provider links the next text of this person to the conversation.
		reference: given(draft.reference) ?? found.reference ?? undefined,
	};
	return wayOf(answer, found.provider, { chosen, channel: found.channel });
}

/** Completes the answer to a text that the fields of the item describe. */
function answeringEntered(draft: Draft, chosen: readonly string[]): Draft {
	const { to = [], from = '', through = '' } = draft;
	const own = given(from) ?? null;
	const person = (one: Written) =>
		typeof one === 'string' ? partiesOf({ from: one, to: own }).person : one;
	return wayOf({ ...draft, to: to.map(person) }, through, { chosen });
}

const OPTED_OUT = 'The sender asks for no more texts';

function hintSkipped(ctx: IExecuteFunctions, count: number): void {
	if (count === 0) return;
	ctx.addExecutionHints({
		message: `${count} ${count === 1 ? 'text asks' : 'texts ask'} for no more texts and ${count === 1 ? 'was' : 'were'} not answered. Reply to Opt-Outs under Options changes that.`,
		location: 'outputPane',
	});
}

export const reply = sendOperation({
	name: 'Reply',
	value: 'reply',
	action: 'Reply to an SMS',
	description: 'Answer a text that a trigger has received, from the number that received it',
	fields: FIELDS,
	options: OPTIONS,
	descriptions: DESCRIPTIONS,
	endpoints: PROVIDERS.flatMap(({ endpoints, statusEndpoints = [] }) => [
		...endpoints,
		...whileWaiting(statusEndpoints),
	]),
	async open(ctx, run) {
		const { providers: chosen, received, options } = run;
		const opened = await openProviders(ctx, run);
		const find = receivedFinder(ctx);
		const completed = (draft: Draft): Draft => {
			if (draft.fault) return draft;
			if (received === 'enter') return answeringEntered(draft, chosen);
			const found = find(draft.item);
			const answer = answering(draft, found, chosen);
			const isOptOut = isObject(found) && found.optOut && !options.replyToOptOuts;
			return isOptOut ? { ...answer, skip: OPTED_OUT } : answer;
		};
		return {
			...opened,
			async complete(drafts) {
				const all = drafts.map(completed);
				hintSkipped(ctx, all.filter(({ skip }) => skip !== undefined).length);
				return await Promise.resolve(all);
			},
		};
	},
	// The name of the provider, until the draft is completed.
	read: (params) => ({ ...readDraft(params), through: params.receivedBy }),
});
