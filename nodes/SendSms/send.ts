import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { IfUnsure } from '../../core/dispatch';
import { readText } from '../../core/draft';
import type { Target } from '../../core/provider';
import { anyText } from '../../core/values';
import { orderBy, readDestinations, type Route } from '../../core/routes';
import { errorNode } from '../../n8n/errors';
import type { Registration } from '../../n8n/registration';
import { readRunSettings } from '../../n8n/send-options';
import { send } from '../../n8n/sending';
import { authenticationParameter } from '../authentication';
import { PROVIDERS } from '../providers';
import { readDrafts, rowsOf } from './drafts';

type Refuse = (message: string, description: string) => NodeOperationError;

const refuser =
	(ctx: IExecuteFunctions): Refuse =>
	(message, description) =>
		new NodeOperationError(errorNode(ctx), message, { description });

/**
 * The chosen providers in the order of their selection.
 *
 * @throws NodeOperationError that says what is wrong with the choice
 */
function chosenProviders(ctx: IExecuteFunctions, refuse: Refuse): Registration[] {
	const chosen: unknown = ctx.getNodeParameter('providers', 0, []);
	const ids = [...new Set(Array.isArray(chosen) ? (chosen as unknown[]) : [chosen])];
	if (ids.length === 0) throw refuse('No provider is chosen', 'Choose at least one provider.');
	return ids.map((id) => {
		const known = PROVIDERS.find(({ provider }) => provider.id === id);
		if (known) return known;
		throw refuse(`There is no provider "${anyText(id)}"`, 'Choose the providers from the list.');
	});
}

/** @throws NodeOperationError where a credential is missing or has no valid address */
async function open(
	ctx: IExecuteFunctions,
	{ provider, connect }: Registration,
	timeoutMs: number | undefined,
): Promise<Target> {
	const authentication = ctx.getNodeParameter(
		authenticationParameter(provider.id),
		0,
		provider.authentications[0].value,
	) as string;
	return { provider, account: await connect(ctx, authentication, timeoutMs) };
}

/** @throws NodeOperationError that names the route that makes no sense */
function readRoutes(
	ctx: IExecuteFunctions,
	providers: readonly Registration[],
	refuse: Refuse,
): Route[] {
	const rows = rowsOf(ctx.getNodeParameter('options.routes', 0, null), 'route');
	return rows.map((row, position) => {
		const written = readText(row.destinations ?? '', 'Countries or Prefixes');
		if (typeof written !== 'string') {
			throw refuse(`Route ${position + 1}: ${written.failure.message}`, written.failure.hint ?? '');
		}
		const read = readDestinations(written);
		if ('unreadable' in read) {
			throw refuse(
				`Route ${position + 1}: "${read.unreadable.slice(0, 40)}" is neither a country nor the beginning of a number`,
				'Use two-letter country codes such as CN, or prefixes such as +86.',
			);
		}
		const target = providers.findIndex(({ provider }) => provider.id === row.provider);
		if (target >= 0) return { destinations: read.destinations, target };
		const known = PROVIDERS.find(({ provider }) => provider.id === row.provider);
		throw refuse(
			`Route ${position + 1}: ${known?.provider.displayName ?? 'the provider'} is not among the chosen providers`,
			'Add it under Providers, or remove the route.',
		);
	});
}

/**
 * The Send operation of the unified node: each message through the first provider that can.
 *
 * @throws NodeOperationError before the first request if providers, routes or credentials are not
 *         as they have to be; NodeApiError | NodeOperationError at the end as in n8n/results.ts
 */
export async function sendSms(ctx: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const refuse = refuser(ctx);
	const providers = chosenProviders(ctx, refuse);
	const routes = readRoutes(ctx, providers, refuse);
	const settings = readRunSettings(
		ctx,
		ctx.getNodeParameter('ifUnsure', 0, 'neverTwice') as IfUnsure,
	);
	const targets: Target[] = [];
	for (const one of providers) targets.push(await open(ctx, one, settings.timeoutMs));
	return await send(ctx, {
		targets,
		drafts: readDrafts(ctx),
		settings,
		simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		...(routes.length > 0 && { order: orderBy(routes, targets.length) }),
	});
}
