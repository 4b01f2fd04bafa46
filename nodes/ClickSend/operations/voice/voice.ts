/** Calls that read a text aloud (docs/providers/clicksend.md §12). */
import { requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { cancelOperation } from '../cancel';
import { DATE_FILTERS_FIELD, dateQuery, simplifyRow } from '../history';
import { getPrice } from './getPrice';
import { send } from './send';

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many voice messages',
	description: 'Get many calls from the history, newest first',
	list: true,
	fields: [DATE_FILTERS_FIELD],
	request: ({ filters }) => ({
		method: 'GET',
		path: '/v3/voice/history',
		query: { ...dateQuery(filters), order_by: 'date_added:desc' },
	}),
	simplify: (row) => ({
		...simplifyRow(row),
		statusText: row.status_text ?? null,
		language: row.lang ?? null,
		voice: row.voice ?? null,
		digits: row.digits ?? null,
		machineDetected: row.machine_detected ?? null,
	}),
});

const cancel = cancelOperation('voice', {
	action: 'Cancel a scheduled voice message',
	description: 'Cancel one scheduled call',
});

export const voice: Resource = {
	name: 'Voice',
	value: 'voice',
	operations: [send, getAll, getPrice, cancel],
};
