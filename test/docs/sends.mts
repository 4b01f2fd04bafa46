/**
 * Runs of the operations that declare their endpoints. The runs of an operation together call all its
 * endpoints. When you add such an operation, add its runs here.
 */
import {
	type IBinaryKeyData,
	type ICredentialDataDecryptedObject,
	type IDataObject,
} from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/providers';
import { type FaultSpec } from '../../sandbox/server.mts';
import { byId, operationOf, PNG, type Way, WAYS } from '../support/clicksend.mts';
import { CURRENT, LEGACY } from '../support/engagelab.mts';
import { type NodeSpec } from '../support/engine.mts';
import { API_PATHS, goTone, GROUP } from '../support/gotone.mts';
import { number, ON_ERROR, sending, SETUPS } from '../support/send.mts';

export interface Run {
	/** `node: resource: operation`; `-` for a node without resources. */
	readonly operation: string;
	readonly node: NodeSpec;
	readonly items: IDataObject[];
	/** The binary data of each item. */
	readonly files?: readonly IBinaryKeyData[];
	/** Fields of its credential that differ from the sandbox's first account. */
	readonly credential?:
		ICredentialDataDecryptedObject | ((url: string) => ICredentialDataDecryptedObject);
	readonly fault?: FaultSpec;
	/** A run before this one, whose items this one reads. */
	readonly before?: Pick<Run, 'node' | 'items'>;
}

const ONE = [{ to: number(1), text: 'x' }];
const FIVE = [1, 2, 3, 4, 5].map((n) => ({ to: number(n), text: 'x' }));
const WAIT = { waitForDelivery: 1 };

/** The connection breaks after the message was accepted, so it must be looked up. */
const UNSURE: FaultSpec = { kind: 'resetAfter', path: '/v3/sms/send' };

/** MMS and calls are sent in the same way as texts; a Dry Run asks for the price. */
const channelRuns = (way: Way): Run[] =>
	[
		['mms', { subject: 'Chart', mediaUrl: 'https://example.com/chart.gif' }] as const,
		['voice', { language: { __rl: true, mode: 'code', value: 'en-AU' } }] as const,
	].flatMap(([resource, own]) =>
		[false, true].map((dryRun) => ({
			operation: `clickSend: ${resource}: send`,
			node: operationOf(way)(
				resource,
				'send',
				{ to: number(1), message: 'x', ...own, options: { dryRun } },
				ON_ERROR.continue,
			),
			items: ONE,
			fault: { kind: 'resetAfter', path: `/v3/${resource}/send` },
		})),
	);

const clickSend: Run[] = WAYS.flatMap((way) => {
	const operation = 'clickSend: sms: send';
	const byTemplate = { contentType: 'template', template: byId('587713') };
	return [
		{ operation, node: sending(way), items: ONE, fault: UNSURE },
		{ operation, node: sending(way, { dryRun: true }), items: ONE },
		{ operation, node: sending(way, {}, ON_ERROR.continue, byTemplate), items: ONE },
		// A few messages, and many, which are asked for page by page.
		{ operation, node: sending(way, WAIT), items: ONE },
		{ operation, node: sending(way, WAIT), items: FIVE },
		...channelRuns(way),
		{
			operation: 'clickSend: mms: send',
			node: operationOf(way)('mms', 'send', {
				to: number(1),
				message: 'x',
				subject: 'Chart',
				mediaSource: 'binary',
			}),
			items: ONE,
			files: [{ data: { data: PNG, mimeType: 'image/png' } }],
		},
	];
});

const SMSMOBILE: Run[] = ['smsMobileApi', 'smsMobileOAuth2Api'].map((authentication) => ({
	operation: 'smsMobileApi: message: send',
	node: {
		type: 'n8n-nodes-sms-suite.smsMobileApi',
		credentials: [authentication],
		settings: ON_ERROR.continue,
		parameters: {
			authentication,
			resource: 'message',
			operation: 'send',
			to: number(1),
			message: 'x',
			options: WAIT,
		},
	},
	items: ONE,
}));

const ENGAGELAB: Run[] = [CURRENT, LEGACY].flatMap((generation) =>
	[false, true].map((checkTemplate) => ({
		operation: 'engageLabSms: message: send',
		node: {
			type: 'n8n-nodes-sms-suite.engageLabSms',
			credentials: ['engageLabSmsApi'],
			settings: ON_ERROR.continue,
			parameters: {
				resource: 'message',
				operation: 'send',
				to: number(1),
				template: byId(generation.templateId),
				variables: { variable: [{ name: 'text', value: 'x' }] },
				options: { checkTemplate },
			},
		},
		items: ONE,
		credential: (url: string) => generation.credential(url),
	})),
);

const ABROAD = { appId: '20001', appType: 'international' };
const CHINA = ['+8613800138000', '+8613800138001'];
const AUSTRALIA = [number(1), number(2)];

const submailRun = (
	operation: 'send' | 'sendTemplate',
	items: IDataObject[],
	more: Partial<Run> = {},
): Run => ({
	operation: `submail: message: ${operation}`,
	node: {
		type: 'n8n-nodes-sms-suite.submail',
		credentials: ['submailApi'],
		settings: ON_ERROR.continue,
		parameters: {
			resource: 'message',
			operation,
			to: '={{ $json.to }}',
			...(operation === 'send'
				? { message: '={{ $json.text }}' }
				: {
						template: byId('={{ $json.template }}'),
						variables: { variable: [{ name: 'code', value: '={{ $json.text }}' }] },
					}),
		},
	},
	items,
	...more,
});

/** One item per number, with the same text or its own, and with the template if there is one. */
const to = (numbers: readonly string[], texts: readonly string[], template?: string) =>
	numbers.map((one, position) => ({ to: one, text: texts[position] ?? texts[0], template }));

const TEXT = ['【Sandbox】x'];

const submail: Run[] = [
	submailRun('send', to(CHINA.slice(1), TEXT), {
		fault: { kind: 'resetAfter', path: '/sms/send' },
		credential: { signatureType: 'md5' },
	}),
	submailRun('send', to(CHINA, TEXT)),
	submailRun('send', to(AUSTRALIA.slice(1), TEXT), { credential: ABROAD }),
	submailRun('send', to(AUSTRALIA, TEXT), { credential: ABROAD }),
	submailRun('sendTemplate', to(CHINA.slice(1), ['1'], 'SbTpl1'), {
		fault: { kind: 'resetAfter', path: '/sms/xsend' },
		credential: { signatureType: 'sha1' },
	}),
	submailRun('sendTemplate', to(CHINA, ['1'], 'SbTpl1')),
	submailRun('sendTemplate', to(CHINA, ['1', '2'], 'SbTpl1')),
	submailRun('sendTemplate', to(AUSTRALIA.slice(1), ['1'], 'SbTpl1'), { credential: ABROAD }),
	submailRun('sendTemplate', to(AUSTRALIA, ['1'], 'SbTpl1'), { credential: ABROAD }),
];

const campaign: Run = {
	operation: 'goToneSms: message: sendToGroup',
	node: goTone(
		'message',
		'sendToGroup',
		{
			contactGroup: byId(GROUP),
			from: 'Sandbox',
			message: 'x',
			options: { sendAt: '2035-06-01T12:00:00Z' },
		},
		ON_ERROR.continue,
	),
	items: ONE,
};

/** Two scheduled texts, whose time zone comes from the profile, and one whose answer is lost. */
const goToneSms: Run[] = API_PATHS.flatMap((apiPath) => {
	const run = (items: IDataObject[], options: IDataObject, fault?: FaultSpec): Run => ({
		operation: 'goToneSms: message: send',
		node: goTone(
			'message',
			'send',
			{ to: '={{ $json.to }}', from: 'Sandbox', message: 'x', options },
			ON_ERROR.continue,
		),
		items,
		credential: { apiPath },
		...(fault && { fault }),
	});
	return [
		run([{ to: number(1) }, { to: number(2) }], { sendAt: '2035-06-01T12:00:00Z' }),
		run(ONE, {}, { kind: 'resetAfter', path: '/sms/send' }),
		run(ONE, WAIT),
		...(apiPath === 'v3' ? [campaign] : []),
	];
});

/** Send SMS has no endpoints of its own: it calls those of the providers' nodes. */
const sendSms: Run[] = SETUPS.filter(({ type }) => type.endsWith('sendSms')).flatMap((setup) => [
	{ operation: 'sendSms: -: send', node: sending(setup), items: ONE, fault: UNSURE },
	{ operation: 'sendSms: -: send', node: sending(setup, { dryRun: true }), items: ONE },
]);

/** A question is sent as a text is; with Reply by Text, providers that can pass on replies get a rule. */
const asking: Run[] = sendSms.flatMap(({ node, items, fault }) =>
	[false, true].map((replyByText) => {
		const options = { ...(node.parameters.options as IDataObject), replyByText };
		return {
			operation: 'sendSms: -: sendAndWait',
			node: { ...node, parameters: { ...node.parameters, options, operation: 'sendAndWait' } },
			items,
			// Nobody is texted, so the rule is removed.
			fault: replyByText ? ({ kind: 'status', status: 403, path: '/sms/send' } as const) : fault,
		};
	}),
);

/** An answer is sent as a text is. */
const replying: Run[] = sendSms.map(({ node, fault }) => ({
	operation: 'sendSms: -: reply',
	node: {
		...node,
		parameters: { ...node.parameters, operation: 'reply', message: 'x', to: '' },
	},
	items: [{ event: 'messageReceived', provider: 'clickSend', from: number(1), to: null }],
	fault,
}));

/** The only provider whose status takes another account than that of its sends. */
const legacyStatus: Run = {
	operation: 'sendSms: -: getStatus',
	node: {
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['engageLabSmsApi'],
		settings: ON_ERROR.continue,
		parameters: { providers: ['engageLabSms'], operation: 'getStatus' },
	},
	items: [{ messageId: '1428', provider: 'engageLabSms' }],
	credential: (url: string) => LEGACY.credential(url),
};

/** One message, which is asked for by its id, and many, whose history is read page by page. */
const getStatus: Run[] = PROVIDERS.filter(({ statusEndpoints }) => statusEndpoints).flatMap(
	({ provider: { id, authentications } }) =>
		[1, 30].map((count) => {
			const node = (parameters: IDataObject): NodeSpec => ({
				type: 'n8n-nodes-sms-suite.sendSms',
				credentials: authentications.map(({ value }) => value),
				settings: ON_ERROR.continue,
				parameters: { providers: [id], ...parameters },
			});
			const sender = id !== 'smsMobileApi' ? [{ provider: id, from: 'Sandbox' }] : [];
			const options = { senders: { sender } };
			const to = Array.from({ length: count }, (_, n) => ({ to: `+861380013${8000 + n}` }));
			return {
				operation: 'sendSms: -: getStatus',
				node: node({ operation: 'getStatus' }),
				items: [],
				before: {
					node: node({ operation: 'send', to: '={{ $json.to }}', message: 'x', options }),
					items: to,
				},
			};
		}),
);

export const RUNS: readonly Run[] = [
	...clickSend,
	...ENGAGELAB,
	...goToneSms,
	...SMSMOBILE,
	...submail,
	...sendSms,
	...asking,
	...replying,
	...getStatus,
	legacyStatus,
];
