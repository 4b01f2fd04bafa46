import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Fields } from '../../../n8n/parameters/fields';
import { errorNode } from '../../../n8n/errors';
import { sendOperation } from '../../../n8n/operations/operation';
import { MESSAGE_FIELD } from '../../../n8n/sending/options';
import { CAMPAIGN, campaignAccount } from '../campaign';
import { connectGoToneSms, CREDENTIAL } from '../client';
import { isFault } from '../../../core/planning/draft';
import { goToneSms, ZONE_ENDPOINT } from '../send';
import { CONTACT_GROUP_FIELD } from './locators';
import { readOptions } from './messageSend';
import { FROM_FIELD, OPTIONS } from './messageSendFields';

const FIELDS = [
	{
		displayName:
			'Everyone in the group gets the text, as a campaign that the service sends in the background. Nobody can say here who is in the group: limits of recipients, countries or segments cannot be checked, so that a message with one of them is refused. The output has one item per group, and none per recipient.',
		name: 'groupNotice',
		type: 'notice',
		default: '',
	},
	CONTACT_GROUP_FIELD,
	MESSAGE_FIELD,
	FROM_FIELD,
] as const satisfies Fields;

/** `/api/http` has no campaigns (docs/providers/gotone.md §1). */
async function checkPath(ctx: IExecuteFunctions): Promise<void> {
	const { apiPath } = await ctx.getCredentials(CREDENTIAL);
	if (apiPath !== 'http') return;
	throw new NodeOperationError(
		errorNode(ctx),
		'Sending to a contact group is not possible through /api/http',
		{ description: 'Choose /api/v3 as API Path in the credential.' },
	);
}

/** Message → Send to Group: a campaign per item. */
export const sendToGroup = sendOperation({
	name: 'Send to Group',
	value: 'sendToGroup',
	action: 'Send a message to a contact group',
	description:
		'Send a text to everyone in a contact group, as a campaign. It is not in GoTone’s documentation, but in that of other services that run Ultimate SMS.',
	fields: FIELDS,
	options: OPTIONS,
	without: [
		'reference',
		'defaultCountry',
		'allowSpecialDestinations',
		'oneTextPerRecipient',
		'waitForDelivery',
	],
	endpoints: [{ method: 'POST', path: CAMPAIGN }, ZONE_ENDPOINT],
	async open(ctx, { options }) {
		await checkPath(ctx);
		const api = await connectGoToneSms(ctx, options.timeout);
		return { targets: [{ provider: goToneSms, account: campaignAccount(api) }] };
	},
	read({ contactGroup, message: text, from, options }) {
		const extras = readOptions(options);
		const own = isFault(extras) ? { fault: extras } : { extras: { ...extras } };
		return { listId: contactGroup, text, from, ...own };
	},
});
