/** Calls that read a text aloud (docs/providers/clicksend.md §12). */
import type { IDataObject } from 'n8n-workflow';
import { requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { cancelOperation } from '../cancel';
import { voice as channel } from '../../voice';
import { DATE_FILTERS_FIELD, dateQuery, getOperation, simplifyRow } from '../history';
import { getPrice } from './getPrice';
import { send } from './send';

const simplify = (row: IDataObject) => ({
	...simplifyRow(row),
	statusText: row.status_text ?? null,
	language: row.lang ?? null,
	voice: row.voice ?? null,
	digits: row.digits ?? null,
	machineDetected: row.machine_detected ?? null,
});

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
	simplify,
});

const get = getOperation(
	channel,
	{
		action: 'Get a voice message',
		description:
			'Get one call from the history, with its delivery status and the digits pressed. ClickSend cannot search this history, so the node reads it until it finds the call; Date From makes that shorter.',
	},
	simplify,
);

const cancel = cancelOperation('voice', {
	action: 'Cancel a scheduled voice message',
	description: 'Cancel one scheduled call',
});

export const voice: Resource = {
	name: 'Voice',
	value: 'voice',
	operations: [send, getAll, get, getPrice, cancel],
};
