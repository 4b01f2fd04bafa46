/** Text messages with a picture (docs/providers/clicksend.md §12). */
import { requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { DATE_FILTERS_FIELD, dateQuery, simplifyRow } from '../history';
import { getPrice } from './getPrice';
import { send } from './send';

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
	simplify: (row) => ({
		...simplifyRow(row),
		subject: row.subject ?? null,
		mediaUrl: row._media_file_url ?? null,
	}),
});

export const mms: Resource = { name: 'MMS', value: 'mms', operations: [send, getAll, getPrice] };
