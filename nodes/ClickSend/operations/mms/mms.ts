/** Text messages with a picture (docs/providers/clicksend.md §12). */
import type { IDataObject } from 'n8n-workflow';
import { requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { mms as channel } from '../../mms';
import { DATE_FILTERS_FIELD, dateQuery, getOperation, simplifyRow } from '../history';
import { getPrice } from './getPrice';
import { send } from './send';

const simplify = (row: IDataObject) => ({
	...simplifyRow(row),
	subject: row.subject ?? null,
	mediaUrl: row._media_file_url ?? null,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many MMS',
	description: 'Get many messages from the history, in the order in which ClickSend returns them',
	list: true,
	fields: [DATE_FILTERS_FIELD],
	// Neither searching nor sorting is documented for this history (OpenAPI: /v3/mms/history).
	request: ({ filters }) => ({
		method: 'GET',
		path: '/v3/mms/history',
		query: dateQuery(filters),
	}),
	simplify,
});

const get = getOperation(
	channel,
	{
		action: 'Get an MMS',
		description:
			'Get one message from the history, with its delivery status. ClickSend cannot search this history, so the node reads it until it finds the message; Date From makes that shorter.',
	},
	simplify,
);

export const mms: Resource = {
	name: 'MMS',
	value: 'mms',
	operations: [send, getAll, get, getPrice],
};
