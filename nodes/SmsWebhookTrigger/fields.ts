/** The trigger's parameters: one set for all wires, built from what the providers register. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { WebhookKind, WebhookWire } from '../../core/receiving/webhook';
import { type Field, noticeOf, SIMPLIFY_FIELD } from '../../n8n/parameters/fields';
import { inboundFilters } from '../../n8n/receiving/fields';
import { MEDIA_OPTION } from '../../n8n/receiving/media';
import { toProperty } from '../../n8n/parameters/properties';
import { authenticationFields } from '../authentication';
import { providerField } from '../choices';
import { CALLING, type CallingProvider, MANAGED } from './providers';

const OPTION = {
	callMissed: {
		name: 'Call Missed',
		value: 'callMissed',
		description: 'Someone called, and nobody answered',
	},
	deliveryReport: {
		name: 'Delivery Report',
		value: 'deliveryReport',
		description: 'The carrier reports what became of a text that you sent',
	},
	messageReceived: {
		name: 'Message Received',
		value: 'messageReceived',
		description: 'Someone sent a text to your number',
	},
} as const satisfies Readonly<Record<WebhookKind, INodePropertyOptions>>;

/**
 * The events that a wire supports; some support fewer than others. By default only messages: a workflow
 * that answers senders has no sender to answer in a delivery report.
 */
export const eventsField = ({ kinds }: WebhookWire) =>
	({
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		options: Object.values(OPTION).filter(({ value }) => kinds.includes(value)),
		default: [...kinds.filter((kind) => kind === 'messageReceived' || kinds.length === 1)],
		description: 'What starts the workflow',
	}) as const satisfies Field;

/** Only for calls that may come without a signature. */
export const verifyField = (description: string) =>
	({
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description,
	}) as const satisfies Field;

/** Only for calls that have times without a zone. */
export const zoneField = (description: string) =>
	({
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Paris',
		description,
	}) as const satisfies Field;

/** Only for calls about messages that can have files. */
export const MEDIA_OPTIONS = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [MEDIA_OPTION],
} as const satisfies Field;

export const FILTERS = {
	...inboundFilters(
		'Which messages start the workflow; all filters must match. Other events are not filtered.',
	),
	when: { events: ['messageReceived'] },
} as const satisfies Field;

/** Where the node does not register the Test URL itself. */
const TEST_STEP =
	'To test before you publish: use the Test URL in place of the Production URL. It accepts calls only after you have clicked Execute step (or Listen for test event).';

/** n8n's notices show lists, and no other line breaks. */
const inLines = (steps: readonly string[]): string =>
	`<ul>${steps.map((step) => `<li>${step}</li>`).join('')}</ul>`;

/** The fields that depend on the variant of a provider's webhooks, shown for that variant only. */
function variantFields({ provider: { id }, webhooks }: CallingProvider) {
	const { variants, chooser, rules } = webhooks;
	const all = Object.entries(variants).map(([variant, description]) => {
		const { wire, steps, unsigned, localTimes, hasMedia } = description;
		const when = { provider: [id], ...(chooser && { [chooser.name]: [variant] }) };
		const name = `${id}${variant.charAt(0).toUpperCase()}${variant.slice(1)}Steps`;
		const notice = noticeOf(inLines(rules ? steps : [...steps, TEST_STEP]), name);
		return {
			setUp: [
				notice,
				...(unsigned === undefined ? [] : [verifyField(unsigned)]),
				...(localTimes === undefined ? [] : [zoneField(localTimes)]),
			].map((field): Field => ({ ...field, when })),
			events: { ...eventsField(wire), when },
			options: hasMedia
				? [{ ...MEDIA_OPTIONS, when: { ...when, events: ['messageReceived'] } }]
				: [],
		};
	});
	return {
		setUp: all.flatMap(({ setUp }) => setUp),
		events: all.map(({ events }) => events),
		options: all.flatMap(({ options }) => options),
	};
}

const VARIANTS = CALLING.map(variantFields);

const CHOOSERS: Field[] = CALLING.flatMap(({ provider: { id }, webhooks: { chooser } }) =>
	chooser ? [{ ...chooser, when: { provider: [id] } }] : [],
);

/** Ids of the providers whose calls are, or can be, checked with a secret that the user enters. */
export const WITH_SECRET: string[] = CALLING.filter(({ webhooks: { variants } }) =>
	Object.values(variants).some(({ wire }) => wire.secret !== 'account'),
).map(({ provider }) => provider.id);

export const triggerProperties: INodeProperties[] = [
	providerField(CALLING, 'The provider that calls this webhook'),
	...authenticationFields(MANAGED, 'provider'),
	...CHOOSERS,
	...VARIANTS.flatMap(({ setUp }) => setUp),
	...VARIANTS.flatMap(({ events }) => events),
	...SIMPLIFY_FIELD,
	FILTERS,
	...VARIANTS.flatMap(({ options }) => options),
].map((field: Field) => toProperty(field, {}));
