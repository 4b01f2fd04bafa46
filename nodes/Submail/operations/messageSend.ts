import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fields } from '../../../n8n/parameters/fields';
import { type Opened, sendOperation, whileWaiting } from '../../../n8n/operations/operation';
import { type SharedRunOptions, variablesOf } from '../../../n8n/sending/options';
import { connectSubmail } from '../client';
import { TEMPLATE_ENDPOINTS, TEXT_ENDPOINTS } from '../endpoints';
import { submail, submailAccount } from '../send';
import { STATUS_ENDPOINTS } from '../status';
import { SEND_FIELDS, SEND_TEMPLATE_FIELDS } from './sendFields';

const TEMPLATE_OPTIONS = [
	{
		displayName: 'Signatures Share Requests',
		name: 'signaturesShareRequests',
		perRun: true,
		type: 'boolean',
		default: false,
		description:
			'Whether recipients with different signatures under From share requests. SUBMAIL’s own documentation does not confirm it; one client library sends a signature per recipient. Check with two numbers that both signatures arrive.',
	},
] as const satisfies Fields;

async function open(
	ctx: IExecuteFunctions,
	{
		options,
	}: { readonly options: SharedRunOptions & { readonly signaturesShareRequests?: boolean } },
): Promise<Opened> {
	const api = await connectSubmail(ctx, options.timeout);
	const account = submailAccount(api, options.signaturesShareRequests);
	return { targets: [{ provider: submail, account }] };
}

/** Message → Send: free texts; equal ones share as few requests as possible. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text with a signature to one or more recipients',
	fields: SEND_FIELDS,
	// SUBMAIL cannot schedule messages.
	without: ['sendAt'],
	endpoints: [...TEXT_ENDPOINTS, ...whileWaiting(STATUS_ENDPOINTS)],
	open,
	read: ({ to, message, from }) => ({ to, text: message, from }),
});

/** Message → Send Template: each item with its own variables, in as few requests as possible. */
export const sendTemplate = sendOperation({
	name: 'Send Template',
	value: 'sendTemplate',
	action: 'Send an SMS from a template',
	description: 'Send an approved template with variables to one or more recipients',
	fields: SEND_TEMPLATE_FIELDS,
	options: TEMPLATE_OPTIONS,
	// The text is in the template, so it cannot be measured here.
	without: ['sendAt', 'maxSegments', 'ifTooLong', 'oneTextPerRecipient', 'smartEncoding'],
	endpoints: [...TEMPLATE_ENDPOINTS, ...whileWaiting(STATUS_ENDPOINTS)],
	open,
	read: ({ to, template, variables, from }) => ({
		to,
		from,
		template: { id: template, variables: variablesOf(variables.variable) },
	}),
});
