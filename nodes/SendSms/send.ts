import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { Draft } from '../../core/planning/draft';
import type { ProviderAccount, SmsAccount, SmsProvider } from '../../core/provider';
import type { IfNotDelivered, IfUnsure } from '../../core/sending/dispatch';
import { orderBy, readDestinations, type Route } from '../../core/planning/routes';
import { errorNode, shielded } from '../../n8n/errors';
import { settle } from '../../core/values';
import type { MessageParams, RunParams } from '../../n8n/parameters/fields';
import {
	onlyWithOption,
	type Opened,
	sendOperation,
	whileWaiting,
} from '../../n8n/operations/operation';
import type { CallRegistration, Registration, Voice } from '../../n8n/registration';
import { NO_CREDENTIAL } from '../../n8n/http/credential';
import { closedAccount, closedBy, noneLeft } from '../../n8n/sending/closed';
import { variablesOf } from '../../n8n/sending/options';
import { namesOf } from '../choices';
import { PROVIDERS } from '../providers';
import { AUTHENTICATION_FIELDS, DESCRIPTIONS, FIELDS, OPTIONS } from './fields';

type RouteRows = NonNullable<RunParams<typeof OPTIONS>['routes']['route']>;

/** @throws NodeOperationError that names the invalid route */
function readRoutes(
	ctx: IExecuteFunctions,
	rows: RouteRows,
	providers: readonly Registration[],
): Route[] {
	return rows.map((row, position) => {
		const refuse = (message: string, description: string) =>
			new NodeOperationError(errorNode(ctx), shielded(`Route ${position + 1}: ${message}`), {
				description,
			});
		const read = readDestinations(row.destinations);
		if ('unreadable' in read) {
			throw refuse(
				`"${read.unreadable.slice(0, 40)}" is neither a country code nor a number prefix`,
				'Use two-letter country codes such as CN, or prefixes such as +86.',
			);
		}
		const target = providers.findIndex(({ provider }) => provider.id === row.provider);
		if (target >= 0) return { destinations: read.destinations, target };
		const known = PROVIDERS.find(({ provider }) => provider.id === row.provider);
		throw refuse(
			`${known?.provider.displayName ?? 'the provider'} is not one of the selected providers`,
			'Add it under Providers, or remove the route.',
		);
	});
}

type Call = RunParams<typeof OPTIONS>['callAsLastResort'];

const DEFAULT_CALL = { language: 'en-us', voice: 'female' } as const;

/**
 * Opens the accounts that call, of the chosen providers.
 *
 * @param isOpen whether a provider's credential can be used
 * @throws NodeOperationError if none of them can call, or has the language
 */
async function openCallers(
	ctx: IExecuteFunctions,
	{ call = DEFAULT_CALL }: Call,
	providers: readonly Registration[],
	connect: (
		registration: Registration,
		calls: CallRegistration,
		voice: Voice,
	) => Promise<SmsAccount>,
): Promise<ProviderAccount[]> {
	const refuse = (message: string, description: string) =>
		new NodeOperationError(errorNode(ctx), `Call as Last Resort: ${message}`, { description });
	const able = providers.filter(({ calls }) => calls !== undefined);
	if (able.length === 0) {
		const known = namesOf(PROVIDERS.filter(({ calls }) => calls !== undefined));
		throw refuse(
			'none of the selected providers can call',
			`Add ${known} under Providers, or remove the option.`,
		);
	}
	const voice: Voice = { language: call.language, gender: call.voice };
	const callers: ProviderAccount[] = [];
	let isSpoken = false;
	for (const registration of able) {
		const { calls, provider } = registration;
		if (!calls?.languages.some(({ value }) => value === voice.language)) continue;
		isSpoken = true;
		const opened = await settle(connect(registration, calls, voice));
		// What is wrong with the credential was already said about its texts.
		if (opened.ok) callers.push({ provider, account: opened.value, channel: 'call' });
	}
	if (!isSpoken) {
		throw refuse(
			`${namesOf(able)} ${able.length === 1 ? 'has' : 'have'} no voice for the language "${voice.language}"`,
			'Choose another language, or add another provider that can call.',
		);
	}
	return callers;
}

type Message = MessageParams<typeof FIELDS> & {
	readonly options: Partial<MessageParams<typeof OPTIONS>>;
};

type PerProvider = NonNullable<Draft['perProvider']>;

type SenderRows = NonNullable<MessageParams<typeof OPTIONS>['senders']['sender']>;

/** The senders that differ between the providers. */
export function sendersOf(senders: SenderRows = []): PerProvider | undefined {
	if (senders.length === 0) return undefined;
	return Object.fromEntries(senders.map(({ provider, from }) => [provider, { from }]));
}

/** What differs between the providers: templates and senders. */
function perProvider({ contentType, templates, variables, options }: Message) {
	const senders = sendersOf(options.senders?.sender);
	if (contentType !== 'template') return senders;
	const merged: Record<string, PerProvider[string]> = {};
	const filled = variablesOf(variables.variable);
	for (const { provider, templateId } of templates.template ?? []) {
		merged[provider] = { template: { id: templateId, variables: filled } };
	}
	for (const [provider, from] of Object.entries(senders ?? {})) {
		merged[provider] = { ...merged[provider], ...from };
	}
	return merged;
}

/** The draft of one item. */
export const readDraft = (params: Message): Omit<Draft, 'item'> => ({
	to: params.to,
	text: params.message,
	from: params.from,
	perProvider: perProvider(params),
});

/** The credential type chosen for a provider; `undefined` if there is no choice. */
export function authenticationOf(run: object, { id }: SmsProvider): string | undefined {
	const field = AUTHENTICATION_FIELDS.find(({ when }) => when?.providers?.includes(id));
	return field && String((run as Readonly<Record<string, unknown>>)[field.name]);
}

/** What the parameters of a run say about who sends. */
interface Chosen {
	readonly providers: readonly string[];
	readonly ifUnsure: IfUnsure;
	readonly options: {
		readonly timeout?: number;
		readonly routes?: { readonly route?: RouteRows };
		readonly callAsLastResort?: Call;
		readonly ifNotDelivered?: IfNotDelivered;
		readonly waitForDelivery?: number;
	};
}

/**
 * Opens the accounts of the chosen providers.
 *
 * @throws NodeOperationError if none of them can be used, or if a route is not valid
 */
export async function openProviders(ctx: IExecuteFunctions, run: Chosen): Promise<Opened> {
	const { providers: chosen, ifUnsure, options } = run;
	const providers = chosen.flatMap((id) => PROVIDERS.filter(({ provider }) => provider.id === id));
	const routes = readRoutes(ctx, options.routes?.route ?? [], providers);
	const targets: ProviderAccount[] = [];
	const closed: Failure[] = [];
	for (const { provider, connect } of providers) {
		const opened = await settle(connect(ctx, options.timeout, authenticationOf(run, provider)));
		if (opened.ok) {
			targets.push({ provider, account: opened.value });
		} else {
			const failure = closedBy(opened.error, provider);
			// Nothing else was chosen, so its own sentence says everything.
			if (providers.length === 1 && failure.code !== NO_CREDENTIAL) throw opened.error;
			closed.push(failure);
			targets.push({ provider, account: closedAccount(failure) });
		}
	}
	if (closed.length === targets.length) throw noneLeft(ctx, closed);
	const callers =
		options.callAsLastResort &&
		(await openCallers(ctx, options.callAsLastResort, providers, ({ provider }, calls, voice) =>
			calls.connect(ctx, voice, options.timeout, authenticationOf(run, provider)),
		));
	if (options.ifNotDelivered === 'next' && !options.waitForDelivery) {
		ctx.addExecutionHints({
			message: 'If Not Delivered has no effect without Wait for Delivery: add it under Options.',
			location: 'outputPane',
			type: 'warning',
		});
	}
	return {
		targets,
		callers,
		closed,
		ifUnsure,
		ifNotDelivered: options.ifNotDelivered,
		...(routes.length > 0 && { order: orderBy(routes, targets.length) }),
	};
}

/** The Send operation of the unified node: the first provider that can send a message sends it. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text to one or more recipients',
	fields: FIELDS,
	options: OPTIONS,
	descriptions: DESCRIPTIONS,
	endpoints: PROVIDERS.flatMap(({ endpoints, statusEndpoints = [], calls }) => [
		...endpoints,
		...whileWaiting(statusEndpoints),
		...onlyWithOption('Call as Last Resort', calls?.endpoints ?? []),
	]),
	open: openProviders,
	read: readDraft,
});
