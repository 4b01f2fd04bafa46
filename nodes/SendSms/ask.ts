/** The Ask and Wait operation: the workflow goes on when somebody answers. */
import { type IExecuteFunctions, NodeOperationError, SEND_AND_WAIT_OPERATION } from 'n8n-workflow';
import type { SmsProvider } from '../../core/provider';
import { isPrivateUrl } from '../../core/addresses';
import { Asking } from '../../n8n/asking/ask';
import { passEarlierLimit } from '../../n8n/asking/earlier-limit';
import { LIMIT_FIELDS, limitOf } from '../../n8n/asking/limit';
import { refusePrivateAddress } from '../../n8n/asking/links';
import { errorNode } from '../../n8n/errors';
import type { ReplyProvider } from '../../n8n/asking/replies';
import { ownOrigin } from '../../n8n/http/credential';
import { onlyWithOption, sendOperation } from '../../n8n/operations/operation';
import { type Field, type Fields, noticeOf } from '../../n8n/parameters/fields';
import { MESSAGE_FIELD } from '../../n8n/sending/options';
import type { ReplyRegistration } from '../../n8n/registration';
import { namesOf } from '../choices';
import { PROVIDERS } from '../providers';
import {
	AUTHENTICATION_FIELDS,
	DESCRIPTIONS,
	FROM_FIELD,
	IF_UNSURE_FIELD,
	PROVIDERS_FIELD,
	ROUTING_OPTIONS,
	TO,
} from './fields';
import { authenticationOf, openProviders, sendersOf } from './send';

const LONGEST_LABEL = 60;

const labelField = <const N extends string, const L extends string, const D extends string>(
	name: N,
	displayName: L,
	label: D,
) =>
	({
		displayName,
		name,
		type: 'string',
		default: label,
		placeholder: `e.g. ${label}`,
		perRun: true,
		description: `What the button on the page says; at most ${LONGEST_LABEL} characters`,
		when: { responseType: ['approval'] },
	}) as const satisfies Field;

const APPROVE = labelField('approveLabel', 'Approve Label', 'Approve');
const DECLINE = labelField('declineLabel', 'Decline Label', 'Decline');

/** A question has the text of its user, so a provider without free texts cannot ask it. */
const TEMPLATES_ONLY: readonly Field[] = PROVIDERS.filter(
	({ provider }) => !provider.capabilities.text,
).map(({ provider: { id, displayName } }) => ({
	...noticeOf(
		`${displayName} sends only stored templates: it cannot ask, and is passed over.`,
		`${id}AskNotice`,
	),
	when: { providers: [id] },
}));

const FIELDS = [
	{
		...PROVIDERS_FIELD,
		description: `The providers that send the question, tried in the order in which you select them. To change the order, remove a provider and add it again at the end.`,
	},
	// Their names depend on the providers, so they have no types.
	...(AUTHENTICATION_FIELDS as readonly []),
	...(TEMPLATES_ONLY as readonly []),
	{
		...TO,
		description: `${TO.description}. Each gets a link of their own; the first answer counts.`,
	},
	{
		...MESSAGE_FIELD,
		placeholder: 'e.g. Server db1 is down. Can you take it?',
		description:
			'The question. The link to the page for the answer is added on a line of its own: about 170 characters, so that a text needs at least two segments.',
	},
	FROM_FIELD,
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Acknowledge',
				value: 'acknowledge',
				description: 'One button: somebody has seen it',
			},
			{
				name: 'Approve or Decline',
				value: 'approval',
				description: 'Two buttons with labels of your own',
			},
			{ name: 'Free Text', value: 'freeText', description: 'A text of up to 1,600 characters' },
		],
		default: 'acknowledge',
		perRun: true,
		description: 'How people answer on the page',
	},
	APPROVE,
	DECLINE,
	...LIMIT_FIELDS,
	IF_UNSURE_FIELD,
] as const satisfies Fields;

const WITH_REPLIES = PROVIDERS.filter(({ replies }) => replies !== undefined);

/** How the providers that can pass on replies do that, by their ids. */
export const REPLIES: Readonly<Record<string, ReplyRegistration>> = Object.fromEntries(
	PROVIDERS.flatMap(({ provider, replies }) => (replies ? [[provider.id, replies] as const] : [])),
);

const REPLY_BY_TEXT = {
	displayName: 'Reply by Text',
	name: 'replyByText',
	perRun: true,
	type: 'boolean',
	default: false,
	description: `Whether people can also answer by text message: their text then says how, with a short code such as 47K. It works for texts that go through ${namesOf(WITH_REPLIES)}, where the node adds a rule for received texts while the question is open.`,
} as const satisfies Field;

const refuse = (ctx: IExecuteFunctions, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

/** @throws NodeOperationError if the label is too long for a button */
function readLabel(
	ctx: IExecuteFunctions,
	{ displayName, default: usual }: Pick<typeof APPROVE | typeof DECLINE, 'displayName' | 'default'>,
	written: string,
): string {
	const label = written.trim() || usual;
	if (label.length <= LONGEST_LABEL) return label;
	throw refuse(
		ctx,
		`${displayName} has ${label.length} characters, more than the ${LONGEST_LABEL} that fit on a button`,
		'Shorten it, and explain the choice in Message.',
	);
}

/**
 * The chosen providers that can pass on replies.
 *
 * @throws NodeOperationError if there is none
 */
function replyProviders(
	ctx: IExecuteFunctions,
	run: object,
	providers: readonly SmsProvider[],
): ReplyProvider[] {
	const able = providers.flatMap((provider): ReplyProvider[] => {
		const { id, displayName, authentications } = provider;
		const { [id]: replies } = REPLIES;
		const authentication = authenticationOf(run, provider) ?? authentications[0].value;
		return replies ? [{ id, displayName, authentication, replies }] : [];
	});
	if (able.length > 0) return able;
	throw refuse(
		ctx,
		'Reply by Text: none of the selected providers can pass on what people reply',
		`Add ${namesOf(WITH_REPLIES)} under Providers, or remove the option: people can answer on the page behind the link.`,
	);
}

/** Whether all chosen providers are on private addresses, as in a test. */
async function isTest(
	ctx: IExecuteFunctions,
	run: object,
	providers: readonly SmsProvider[],
): Promise<boolean> {
	const types = providers.map(
		(provider) => authenticationOf(run, provider) ?? provider.authentications[0].value,
	);
	const origins = await Promise.all(types.map(async (type) => await ownOrigin(ctx, type)));
	return origins.every((origin) => origin !== undefined && isPrivateUrl(origin));
}

export const ask = sendOperation({
	name: 'Ask and Wait',
	value: SEND_AND_WAIT_OPERATION,
	action: 'Ask by SMS and wait for the answer',
	description: 'Send a question with a link, and go on when somebody answers on its page',
	fields: FIELDS,
	options: [...ROUTING_OPTIONS, REPLY_BY_TEXT],
	// A question is asked at once, and each time.
	without: ['sendAt', 'suppressRepeats', 'oneTextPerRecipient', 'output', 'waitForDelivery'],
	descriptions: DESCRIPTIONS,
	endpoints: PROVIDERS.flatMap(({ endpoints, replies }) => [
		...endpoints,
		...onlyWithOption(REPLY_BY_TEXT.displayName, replies?.endpoints ?? []),
	]),
	async open(ctx, run) {
		const items = ctx.getInputData().length;
		if (items > 1) {
			throw refuse(
				ctx,
				`Ask and Wait asks one question per run, but got ${items} items`,
				'Put a Loop Over Items node with a batch size of 1 before it, or turn on Execute Once in its settings to ask about the first item only. To ask several people the same, enter their numbers in To.',
			);
		}
		const approveLabel = readLabel(ctx, APPROVE, run.approveLabel);
		const declineLabel = readLabel(ctx, DECLINE, run.declineLabel);
		if (!run.options.dryRun) await passEarlierLimit(ctx);
		const until = limitOf(ctx, run, Date.now());
		const opened = await openProviders(ctx, run);
		const providers = opened.targets.map(({ provider }) => provider);
		refusePrivateAddress(ctx, await isTest(ctx, run, providers));
		const { responseType, options } = run;
		const replies = {
			providers: options.replyByText ? replyProviders(ctx, run, providers) : [],
			timeoutMs: options.timeout,
			isDryRun: options.dryRun,
		};
		const question = { responseType, approveLabel, declineLabel, until };
		const asking = new Asking(ctx, question, replies);
		return {
			...opened,
			complete: async (drafts) => await asking.drafts(drafts),
			conclude: async (lines) => await asking.wait(lines),
			abandon: async () => await asking.abandon(),
		};
	},
	read: ({ to, message, from, options }) => ({
		to,
		text: message,
		from,
		perProvider: sendersOf(options.senders?.sender),
	}),
});
