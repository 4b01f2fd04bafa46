import type { Fields } from '../../../n8n/parameters/fields';
import { sendOperation, type Resource } from '../../../n8n/operations/operation';
import { MESSAGE_FIELD, TO_FIELD } from '../../../n8n/sending/options';
import { connectAcme } from '../client';
import { ACME_ENDPOINTS, acmeAccount, acmeSms } from '../send';

const FIELDS = [
	TO_FIELD,
	MESSAGE_FIELD,
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. Acme',
		description: 'The sender ID that the recipient sees; leave empty to use the account’s default',
	},
] as const satisfies Fields;

const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text to one or more recipients',
	fields: FIELDS,
	// Its account cannot be asked for a status.
	without: ['waitForDelivery'],
	endpoints: ACME_ENDPOINTS,
	async open(ctx, { options }) {
		const api = await connectAcme(ctx, options.timeout);
		return { targets: [{ provider: acmeSms, account: acmeAccount(api) }] };
	},
	read: ({ to, from, message }) => ({ to, from, text: message }),
});

export const message: Resource = { name: 'Message', value: 'message', operations: [send] };
