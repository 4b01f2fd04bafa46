/** The lists behind "From List": sent messages and the phones of the account. */
import { firstText } from '../../core/values';
import { listSearches } from '../../n8n/operations/list-search';
import { authenticationOf, client, connectSmsMobile } from './client';
import { guidOf, SENT_LOG, sentLog } from './sentLog';

const list = listSearches(
	async (ctx) => await connectSmsMobile(ctx, authenticationOf(ctx)),
	client,
);

/** The newest messages of the log, or those that match the search. */
export const searchMessages = list({
	request: () => ({ method: 'GET', path: SENT_LOG }),
	filterBy: 'keyword',
	reader: sentLog,
	toItem(row) {
		const guid = guidOf(row);
		if (guid === undefined) return undefined;
		const failed = firstText(row, 'send_from_mobile_erreur') ? ', failed' : '';
		const to = firstText(row, 'number', 'recipients') ?? guid;
		return { name: `${to}${failed}: ${firstText(row, 'message') ?? ''}`, value: guid };
	},
});

/** The phones connected to the account. */
export const searchDevices = list({
	request: () => ({ method: 'GET', path: '/gateway/mobile/list/' }),
	filterBy: 'search',
	toItem(row) {
		const sid = firstText(row, 'sid', 'sIdentifiant', 'sIdentifiantPhone');
		const name = firstText(row, 'name', 'alias', 'model') ?? sid;
		return sid && name ? { name, value: sid } : undefined;
	},
});
