/** Messages of the account (docs/providers/gotone.md §5, SMS). */
import type { IDataObject } from 'n8n-workflow';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { MESSAGES } from '../wire';
import { MESSAGE_ID_FIELD } from './locators';
import { send } from './messageSend';
import { sendToGroup } from './messageSendToGroup';

/** Newer versions use another name for the status (docs/providers/gotone.md §5). */
function withStatus(row: IDataObject): IDataObject {
	if (row.status !== undefined || row.customer_status === undefined) return row;
	const { customer_status: status, ...others } = row;
	return { ...others, status };
}

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a message',
	description: 'Get an outbound or inbound message, and the delivery status of an outbound one',
	fields: [MESSAGE_ID_FIELD],
	absent: 'There is no such message',
	request: ({ messageId }) => ({ method: 'GET', path: path`/sms/${messageId}` }),
	items: (row) => [withStatus(row)],
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description:
		'Get many messages, outbound and, as GoTone documents, inbound ones, newest first. The rows do not state their direction; version 3.8 of the software lists only outbound ones.',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: MESSAGES }),
	items: (row) => [withStatus(row)],
});

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send, sendToGroup, get, getAll],
};
